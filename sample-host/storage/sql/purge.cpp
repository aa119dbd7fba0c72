// purge.cpp - removes old history, oldest first, and never the newest of a job.
#include "storage/sql/purge.h"

#include <cstdint>
#include <string>
#include <vector>

#include "storage/sql/fault.h"
#include "storage/sql/operations.h"

namespace sample_host::sql {

namespace {

const Sql delete_run_sql{"DELETE FROM run WHERE id = ?1"};
const Sql delete_record_sql{"DELETE FROM record WHERE id = ?1"};
struct OldRow {
    std::int64_t time;
    std::string id;

    bool operator<(const OldRow &other) const { return time != other.time ? time < other.time : id < other.id; }
};

struct Candidates {
    std::vector<OldRow> runs;
    std::vector<OldRow> records;
};

std::vector<OldRow> rows(Query query) {
    std::vector<OldRow> found;
    while (query.step()) {
        const std::int64_t time = query.integer();
        found.push_back(OldRow{time, std::string(query.text())});
    }
    return found;
}

// A purge by outcome is of runs only: records have none.
Candidates find_old(Connection &connection, const gs_purge &item) {
    Candidates old;
    old.runs = rows(connection.query(old_runs_sql, item.before, item.outcomes, item.keep, item.limit));
    if (item.outcomes == 0) old.records = rows(connection.query(old_records_sql, item.before, item.keep, item.limit));
    return old;
}

// Both are in order; the oldest `limit` of the two together stay in.
void cut(Candidates &old, std::uint32_t limit) {
    std::size_t runs = 0;
    std::size_t records = 0;
    while (runs + records < limit && (runs < old.runs.size() || records < old.records.size())) {
        const bool run_next =
            records == old.records.size() || (runs < old.runs.size() && old.runs[runs] < old.records[records]);
        ++(run_next ? runs : records);
    }
    old.runs.erase(old.runs.begin() + static_cast<std::ptrdiff_t>(runs), old.runs.end());
    old.records.erase(old.records.begin() + static_cast<std::ptrdiff_t>(records), old.records.end());
}

} // namespace

// ?1 before, ?2 the outcomes as bits, ?3 keep, ?4 limit. A row may go if `keep` newer ones of its job exist.
const Sql old_runs_sql{
    "SELECT finished_at, id FROM run WHERE state = 'closed' AND announced = 1 AND finished_at < ?1 "
    "AND (?2 = 0 OR (CASE outcome WHEN 'succeeded' THEN 2 WHEN 'failed' THEN 4 WHEN 'timed_out' THEN 8 "
    "WHEN 'canceled' THEN 16 WHEN 'lost' THEN 32 WHEN 'rejected' THEN 64 WHEN 'skipped' THEN 128 "
    "WHEN 'expired' THEN 256 ELSE 0 END & ?2) <> 0) "
    "AND (SELECT count(*) FROM (SELECT 1 FROM run AS newer WHERE newer.job_id = run.job_id AND newer.id > run.id "
    "LIMIT ?3) AS kept) >= ?3 ORDER BY finished_at, id LIMIT ?4"};
const Sql old_records_sql{"SELECT at, id FROM record WHERE announced = 1 AND at < ?1 "
                          "AND (SELECT count(*) FROM (SELECT 1 FROM record AS newer WHERE newer.job_id = record.job_id "
                          "AND newer.id > record.id LIMIT ?2) AS kept) >= ?2 ORDER BY at, id LIMIT ?3"};

// Whoever takes over an open run asks in which executor session it was started.
const Sql old_replicas_sql{
    "DELETE FROM replica WHERE state <> 'alive' AND retired_at < ?1 AND NOT EXISTS (SELECT 1 FROM run "
    "WHERE run.state <> 'closed' AND run.owner_instance = replica.instance "
    "AND run.owner_incarnation = replica.incarnation)"};

std::int64_t purge(WriteCall &call, const gs_purge &item) {
    if (item.keep < 1) {
        throw BadItem("keep is " + std::to_string(item.keep) + ": expected 1 or more, for the newest always stays");
    }
    Connection &connection = call.connection();
    Candidates old = find_old(connection, item);
    cut(old, item.limit);
    for (const auto &row : old.runs) connection.query(delete_run_sql, row.id).execute();
    for (const auto &row : old.records) connection.query(delete_record_sql, row.id).execute();
    const int replicas = item.outcomes == 0 ? connection.query(old_replicas_sql, item.before).execute() : 0;
    return static_cast<std::int64_t>(old.runs.size() + old.records.size()) + replicas;
}

} // namespace sample_host::sql
