// purge.cpp - is a purge well formed, and what does it remove? A notice goes with the run or record that it tells of.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/purge.h"

namespace sample_host::sql {

namespace {

// What is wrong with the item; empty: nothing.
std::string problem_of(const gs_purge &item) {
    const bool runs_by_age = item.what == GS_PURGE_RUNS_BY_AGE;
    const bool runs_by_count = item.what == GS_PURGE_RUNS_BY_COUNT;
    if (item.what < GS_PURGE_RUNS_BY_AGE || item.what > GS_PURGE_REPLICAS) {
        return "what is " + std::to_string(item.what) + ": expected one of GS_PURGE_*";
    }
    if (item.limit < 1 || item.limit > GS_MAX_PURGE_LIMIT) {
        return "limit is " + std::to_string(item.limit) + ": expected 1 to " + std::to_string(GS_MAX_PURGE_LIMIT);
    }
    if ((runs_by_count || item.what == GS_PURGE_RECORDS_BY_COUNT) && item.keep < 1) {
        return "keep is " + std::to_string(item.keep) + ": expected 1 or more, for the newest always stays";
    }
    if (runs_by_count && item.keep_failures < item.keep) {
        return "keep_failures is " + std::to_string(item.keep_failures) + ": expected at least keep, which is " +
               std::to_string(item.keep);
    }
    if (runs_by_age && item.failures_before > item.before) {
        return "failures_before is later than before: expected failures to be kept for at least as long";
    }
    return {};
}

std::int64_t remove(Connection &connection, const Sql &sql, const std::vector<std::string> &ids) {
    if (ids.empty()) return 0;
    const std::string list = id_list(ids);
    connection.query(delete_notices_sql, list).execute();
    return connection.query(sql, list).execute();
}

} // namespace

const Sql delete_runs_sql{"DELETE FROM run WHERE state = 'closed' AND announced = 1 AND id {among ?1}"};
const Sql delete_records_sql{"DELETE FROM record WHERE announced = 1 AND id {among ?1}"};
const Sql delete_notices_sql{"DELETE FROM notice WHERE id {among ?1}"};

// Whoever takes over an open run asks in which executor session it was started.
const Sql old_replicas_sql{
    "DELETE FROM replica WHERE incarnation IN (SELECT incarnation FROM replica WHERE state <> 'alive' "
    "AND retired_at < ?1 AND NOT EXISTS (SELECT 1 FROM run WHERE {open, of owner} "
    "AND run.owner_instance = replica.instance AND run.owner_incarnation = replica.incarnation) LIMIT ?2)"};

bool is_good_purge(const gs_purge &item) {
    return problem_of(item).empty();
}

void check_purge(const gs_purge &item) {
    if (const std::string problem = problem_of(item); !problem.empty()) throw BadItem(problem);
}

void purge(WriteCall &call, const gs_purge &item, Purgeable &found) {
    Connection &connection = call.connection();
    if (item.what == GS_PURGE_REPLICAS) {
        found.seen.removed = connection.query(old_replicas_sql, item.before, item.limit).execute();
        found.seen.more = found.seen.removed == item.limit ? 1 : 0;
        return;
    }
    const bool runs = item.what == GS_PURGE_RUNS_BY_AGE || item.what == GS_PURGE_RUNS_BY_COUNT;
    const Sql &sql = runs ? delete_runs_sql : delete_records_sql;
    found.seen.failures = remove(connection, sql, found.failures);
    found.seen.removed = found.seen.failures + remove(connection, sql, found.others);
}

} // namespace sample_host::sql
