// purge_look.cpp - the walks of a purge: along the time at which rows came to an end, and along each job's rows from
// its newest on. Each statement reads one page of an index.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/sql/close_run.h"
#include "storage/sql/id_text.h"
#include "storage/sql/page.h"
#include "storage/sql/purge.h"
#include "storage/sql/words.h"

namespace sample_host::sql {

namespace {

constexpr std::int64_t stays = 0;
constexpr std::int64_t failure = 2; // anything else may go as well

const std::string kind_of_run = "CASE WHEN outcome IN " + failure_words() + " THEN 2 ELSE 1 END";

// ?1 before, ?2 the time and ?3 the id to go on behind, ?4 limit.
std::string by_age(const std::string &table, const std::string &time, const std::string &condition,
                   const std::string &kind) {
    return "SELECT " + time + ", id, CASE WHEN NOT EXISTS (SELECT 1 FROM " + table +
           " AS newer WHERE newer.job_id = " + table + ".job_id AND newer.id > " + table + ".id) THEN 0 " + kind +
           " END FROM " + table + " WHERE " + condition + " AND " + time + " < ?1 AND (" + time +
           ", id) > (?2, ?3) ORDER BY " + time + ", id LIMIT ?4";
}

std::string first_by_count(const std::string &table) {
    return "SELECT job_id, id FROM " + table + " ORDER BY job_id DESC, id DESC LIMIT ?1";
}

// ?1 the job and ?2 the id to go on behind, ?3 limit.
std::string by_count(const std::string &table) {
    return "SELECT job_id, id FROM " + table + " WHERE (job_id, id) < (?1, ?2) ORDER BY job_id DESC, id DESC LIMIT ?3";
}

struct Walk {
    const Sql &by_age;
    const Sql &first_by_count;
    const Sql &by_count;
    const Sql &kinds;
};

void add(Purgeable &found, const std::string &id, std::int64_t kind) {
    if (kind == stays || !parse_id(id)) return;
    (kind == failure ? found.failures : found.others).push_back(id);
}

// Where the next call goes on. An id that somebody has edited beyond reading cannot be named: those that end at the
// same time are left out behind it, or the rest of its job, so that a walk never turns back.
constexpr std::int64_t behind_job = 1;

void place_by_age(gs_purged &seen, std::int64_t time, std::string_view id) {
    const auto parsed = parse_id(id);
    seen.time = parsed ? time : time + 1;
    seen.id = parsed.value_or(gs_id{});
}

void place_by_count(gs_purged &seen, std::string_view job_id, std::string_view id) {
    const auto parsed = parse_id(id);
    seen.job_id_size = static_cast<std::uint32_t>(std::min<std::size_t>(job_id.size(), GS_MAX_ID_SIZE));
    std::copy_n(job_id.data(), seen.job_id_size, seen.job_id);
    seen.id = parsed.value_or(gs_id{});
    seen.time = parsed ? 0 : behind_job;
}

Purgeable find_old(Connection &connection, const gs_purge &item, const Walk &walk) {
    Purgeable found;
    const std::int64_t time = item.after == nullptr ? INT64_MIN : item.after->time;
    const std::string id = item.after == nullptr ? before_all_ids : id_text(item.after->id);
    Query rows = connection.query(walk.by_age, item.before, time, id, item.limit);
    if (item.what == GS_PURGE_RUNS_BY_AGE) rows.add(item.failures_before);
    std::uint32_t looked_at = 0;
    for (; rows.step(); ++looked_at) {
        const std::int64_t at = rows.integer();
        const std::string row(rows.text());
        place_by_age(found.seen, at, row);
        add(found, row, rows.integer());
    }
    found.seen.more = looked_at == item.limit ? 1 : 0;
    return found;
}

struct CountedRow {
    std::string job_id;
    std::string id;
    bool asked = false; // enough newer ones of its job are there
};

std::vector<CountedRow> counted_rows(Connection &connection, const gs_purge &item, const Walk &walk) {
    const bool rest = item.after != nullptr && item.after->time != behind_job;
    Query query = item.after == nullptr
                      ? connection.query(walk.first_by_count, item.limit)
                      : connection.query(walk.by_count, std::string_view(item.after->job_id, item.after->job_id_size),
                                         rest ? id_text(item.after->id) : std::string(), item.limit);
    std::vector<CountedRow> rows;
    while (query.step()) {
        std::string job_id(query.text());
        rows.push_back(CountedRow{std::move(job_id), std::string(query.text())});
    }
    return rows;
}

using Kinds = std::unordered_map<std::string, std::int64_t>;

Kinds kinds_of(Connection &connection, const std::vector<std::string> &ids, const Sql &sql) {
    Kinds kinds;
    if (ids.empty()) return kinds;
    Query query = connection.query(sql, id_list(ids));
    while (query.step()) {
        std::string id(query.text());
        kinds[std::move(id)] = query.integer();
    }
    return kinds;
}

// How many of a job's rows have been seen, or have stayed; from one job to the next it begins anew.
class JobCount {
  public:
    explicit JobCount(const gs_purged *after) {
        if (after == nullptr) return;
        job_id_ = std::string(after->job_id, after->job_id_size);
        rows_ = after->stayed;
    }

    std::int64_t of(const std::string &job_id) {
        if (job_id_ != job_id) {
            job_id_ = job_id;
            rows_ = 0;
        }
        return rows_;
    }
    void add() { ++rows_; }

  private:
    std::string job_id_;
    std::int64_t rows_ = 0;
};

Purgeable find_many(Connection &connection, const gs_purge &item, const Walk &walk) {
    std::vector<CountedRow> rows = counted_rows(connection, item, walk);
    std::vector<std::string> asked;
    JobCount seen(item.after);
    for (CountedRow &row : rows) {
        row.asked = seen.of(row.job_id) >= item.keep && parse_id(row.id).has_value();
        if (row.asked) asked.push_back(row.id);
        seen.add();
    }
    const Kinds kinds = kinds_of(connection, asked, walk.kinds);
    const std::int64_t keep_failures = item.what == GS_PURGE_RUNS_BY_COUNT ? item.keep_failures : item.keep;
    Purgeable found;
    JobCount stayed(item.after);
    for (const CountedRow &row : rows) {
        const auto kind = row.asked ? kinds.find(row.id) : kinds.end();
        const std::int64_t newer = stayed.of(row.job_id);
        const bool goes = kind != kinds.end() && kind->second != stays &&
                          newer >= (kind->second == failure ? keep_failures : item.keep);
        if (goes)
            add(found, row.id, kind->second);
        else
            stayed.add();
    }
    found.seen.more = rows.size() == item.limit ? 1 : 0;
    if (rows.empty()) return found;
    place_by_count(found.seen, rows.back().job_id, rows.back().id);
    found.seen.stayed = stayed.of(rows.back().job_id);
    return found;
}

const Walk runs{runs_by_age_sql, first_runs_by_count_sql, runs_by_count_sql, kinds_of_runs_sql};
const Walk records{records_by_age_sql, first_records_by_count_sql, records_by_count_sql, kinds_of_records_sql};

} // namespace

const Sql runs_by_age_sql{
    by_age("run", "finished_at", "state = 'closed' AND announced = 1",
           "WHEN outcome NOT IN " + failure_words() + " THEN 1 WHEN finished_at < ?5 THEN 2 ELSE 0")};
const Sql first_runs_by_count_sql{first_by_count("run")};
const Sql runs_by_count_sql{by_count("run")};
const Sql kinds_of_runs_sql{"SELECT id, CASE WHEN state <> 'closed' OR announced = 0 THEN 0 ELSE " + kind_of_run +
                            " END FROM run WHERE id {among ?1}"};
const Sql records_by_age_sql{by_age("record", "at", "announced = 1", "ELSE 1")};
const Sql first_records_by_count_sql{first_by_count("record")};
const Sql records_by_count_sql{by_count("record")};
const Sql kinds_of_records_sql{"SELECT id, announced FROM record WHERE id {among ?1}"};

Purgeable find_purgeable(Connection &connection, const gs_purge &item) {
    if (!is_good_purge(item)) return {};
    switch (item.what) {
    case GS_PURGE_RUNS_BY_AGE:
        return find_old(connection, item, runs);
    case GS_PURGE_RUNS_BY_COUNT:
        return find_many(connection, item, runs);
    case GS_PURGE_RECORDS_BY_AGE:
        return find_old(connection, item, records);
    case GS_PURGE_RECORDS_BY_COUNT:
        return find_many(connection, item, records);
    default:
        return {};
    }
}

} // namespace sample_host::sql
