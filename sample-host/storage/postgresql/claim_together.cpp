// claim_together.cpp - many claims in one statement: the update carries all preconditions, and what it has moved gets
// its run. It does not see its own insertions, so claims that share a job, a key or a run are not of this kind.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/postgresql/arrays.h"
#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/told_rows.h"
#include "storage/sql/connection.h"
#include "storage/sql/id_text.h"

namespace sample_host::postgresql {

namespace {

using Count = std::unordered_map<std::string_view, int>;

std::string_view bytes_of(const gs_id &id) {
    return {reinterpret_cast<const char *>(id.bytes), sizeof id.bytes};
}

// How often each thing is named by the items of the call.
struct Names {
    Count jobs;
    Count keys;
    Count runs;

    Names(const gs_claim *const *items, std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) {
            ++jobs[sql::view(items[i]->job_id)];
            ++keys[sql::view(items[i]->concurrency_key)];
            ++runs[bytes_of(items[i]->run_id)];
        }
    }

    bool alone(const gs_claim &item) {
        return jobs[sql::view(item.job_id)] == 1 && keys[sql::view(item.concurrency_key)] == 1 &&
               runs[bytes_of(item.run_id)] == 1;
    }
};

struct Columns {
    std::vector<std::string_view> jobs, keys;
    std::vector<gs_id> runs;
    std::vector<std::int64_t> versions, generations, revisions, dues, next_fires, fire_ats, look_ats, rooms, merged;
    std::vector<std::uint32_t> places; // in the call

    void add(const gs_claim &item, std::uint32_t place) {
        jobs.push_back(sql::view(item.job_id));
        keys.push_back(sql::view(item.concurrency_key));
        runs.push_back(item.run_id);
        versions.push_back(item.version);
        generations.push_back(item.generation);
        revisions.push_back(item.revision);
        dues.push_back(item.due_at);
        next_fires.push_back(item.next_fire);
        fire_ats.push_back(item.fire_at);
        look_ats.push_back(item.look_at);
        rooms.push_back(item.max_active);
        merged.push_back(item.merged);
        places.push_back(place);
    }
};

bool is_common(const sql::WriteCall &call, const gs_claim &item) {
    return item.trigger == GS_TRIGGER_SCHEDULE && item.record == nullptr && !sql::is_none(item.run_id) &&
           item.max_active >= 1 && item.due_at <= call.now();
}

// In the order of their jobs' ids: of two statements that want the same rows one waits for the other.
Columns common_ones(const sql::WriteCall &call, const gs_claim *const *items, std::uint32_t count) {
    Names names(items, count);
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (is_common(call, *items[i]) && names.alone(*items[i])) places.push_back(i);
    }
    std::ranges::sort(places, {}, [items](std::uint32_t place) { return sql::view(items[place]->job_id); });
    Columns columns;
    for (const std::uint32_t place : places) columns.add(*items[place], place);
    return columns;
}

} // namespace

// ?12 now, ?13 and ?14 the caller's instance and incarnation. Counting stops where the answer is known.
const sql::Sql claim_together_sql{
    "WITH moved AS (UPDATE job SET version = nextval('version'), next_fire = item.next_fire, fire_at = item.fire_at, "
    "look_at = item.look_at, cursor = greatest(job.cursor, item.due_at), fires = job.fires + 1, last_fired_at = ?12 "
    "FROM " +
    told_rows("CAST(?1 AS text[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]), "
              "CAST(?5 AS uuid[]), CAST(?6 AS bigint[]), CAST(?7 AS bigint[]), CAST(?8 AS bigint[]), "
              "CAST(?9 AS bigint[]), CAST(?10 AS text[]), CAST(?11 AS bigint[]), CAST(?15 AS bigint[])",
              "job_id, version, generation, revision, run_id, due_at, next_fire, fire_at, look_at, key, max_active, "
              "merged",
              "job") +
    " WHERE job.ctid = item.address AND job.version = item.version AND job.generation = item.generation "
    "AND job.paused = 0 AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = item.run_id) "
    "AND (SELECT count(*) FROM (SELECT 1 FROM run WHERE run.concurrency_key = item.key AND run.state <> 'closed' "
    "LIMIT item.max_active) AS active) < item.max_active "
    "RETURNING item.*, job.version AS new_version), "
    "inserted AS (INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, "
    "attempt, epoch, attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, "
    "claimed_at, error, output_truncated, merged) SELECT run_id, job_id, generation, revision, 'schedule', due_at, "
    "'claimed', 'none', 'none', 1, 1, 0, 0, 0, ?13, CAST(?14 AS uuid), key, ?12, '', 0, merged FROM moved) "
    "SELECT moved.place, moved.new_version, (SELECT payload FROM job_payload WHERE "
    "job_payload.job_id = moved.job_id) FROM moved"};

namespace {

// The answers, and what the statement was given.
struct Won {
    Won(sql::WriteCall &call, const Columns &columns)
        : rows(call.connection().query(
              claim_together_sql, arrays.keep(columns.jobs), arrays.keep(columns.versions),
              arrays.keep(columns.generations), arrays.keep(columns.revisions), arrays.keep(columns.runs),
              arrays.keep(columns.dues), arrays.keep(columns.next_fires), arrays.keep(columns.fire_ats),
              arrays.keep(columns.look_ats), arrays.keep(columns.keys), arrays.keep(columns.rooms), call.now(),
              call.instance(), call.incarnation(), arrays.keep(columns.merged))) {}

    Arrays arrays;
    sql::Query rows;
};

} // namespace

sql::Together BatchWrites::claim(sql::WriteCall &call, const gs_claim *const *items, std::uint32_t count) {
    const Columns columns = common_ones(call, items, count);
    sql::Together together;
    together.answers.resize(count);
    if (columns.places.empty()) return together;

    auto won = std::make_shared<Won>(call, columns);
    while (won->rows.step()) {
        const auto place = static_cast<std::size_t>(won->rows.integer() - 1);
        sql::ItemAnswer answer = sql::answer_of(GS_ITEM_DONE);
        answer.result.version = won->rows.integer();
        answer.result.epoch = 1;
        answer.result.attempt = 1;
        answer.result.payload = won->rows.bytes_or_none();
        together.answers[columns.places[place]].emplace(std::move(answer));
    }
    together.kept = std::move(won);
    return together;
}

} // namespace sample_host::postgresql
