// close_together.cpp - see updates.h: many runs that end, in one statement, and the counters of their jobs, as many at
// once as are of different jobs.
#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "storage/postgresql/updates.h"
#include "storage/sql/close_run.h"
#include "storage/sql/words.h"
#include "json/utf8.h"

namespace sample_host::postgresql {

namespace {

// ?1 to ?3 as in all updates.
const sql::Sql to_closed_sql{
    "UPDATE run SET state = 'closed', outcome = item.outcome, reason = item.reason, announced = item.announced, "
    "wake_at = item.wake_at, error = item.error, output = item.output, output_truncated = item.truncated, "
    "finished_at = ?12, started_at = coalesce(run.started_at, item.started_at) FROM unnest(CAST(?1 AS uuid[]), "
    "CAST(?2 AS bigint[]), CAST(?4 AS text[]), CAST(?5 AS text[]), CAST(?6 AS bigint[]), CAST(?7 AS bigint[]), "
    "CAST(?8 AS text[]), CAST(?9 AS bytea[]), CAST(?10 AS bigint[]), CAST(?11 AS bigint[])) WITH ORDINALITY AS item "
    "(run_id, epoch, outcome, reason, announced, wake_at, error, output, truncated, started_at, place) "
    "WHERE run.id = item.run_id AND run.epoch = item.epoch AND run.owner_incarnation = ?3 "
    "AND run.state IN ('claimed', 'running') RETURNING item.place, run.epoch, run.attempt, run.state, run.outcome, "
    "run.job_id, run.generation, run.revision, run.due_at, run.\"trigger\""};

// As close_run.cpp does it for one. ?1 job ids, ?2 generations, ?3 revisions, ?4 due instants, ?5 and ?6 success and
// failure as 0 or 1, ?7 outcomes, ?8 what arms the job, ?9 now.
const std::string armable = "job.next_fire IS NULL AND job.paused = 0 AND job.revision = item.revision "
                            "AND job.cursor = item.due_at";
const sql::Sql count_sql{
    "UPDATE job SET version = nextval('version'), succeeded = job.succeeded + item.success, "
    "failed = job.failed + item.failure, "
    "failures_in_row = CASE WHEN item.success = 1 THEN 0 ELSE job.failures_in_row + item.failure END, "
    "last_outcome = item.outcome, "
    "last_success_at = CASE WHEN item.success = 1 THEN ?9 ELSE job.last_success_at END, "
    "next_fire = CASE WHEN " +
    armable + " THEN item.armed ELSE job.next_fire END, fire_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END, look_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END "
    "FROM (SELECT told.*, before.version AS version_before FROM unnest(CAST(?1 AS text[]), CAST(?2 AS bigint[]), "
    "CAST(?3 AS bigint[]), CAST(?4 AS bigint[]), CAST(?5 AS bigint[]), CAST(?6 AS bigint[]), CAST(?7 AS text[]), "
    "CAST(?8 AS bigint[])) WITH ORDINALITY AS told (job_id, generation, revision, due_at, success, failure, outcome, "
    "armed, place) JOIN job AS before ON before.id = told.job_id AND before.generation = told.generation) AS item "
    "WHERE job.id = item.job_id RETURNING item.place, item.version_before, job.version"};

constexpr std::size_t most_output = 4096; // larger ones go by themselves, as bytes

// A run that was closed, for its job's counters.
struct Ended {
    std::uint32_t place;
    std::string job_id;
    std::int64_t generation;
    std::int64_t revision;
    std::int64_t due_at;
    bool scheduled;
};

sql::Query to_closed(Updates &updates, const Places &places) {
    return updates.query(
        to_closed_sql, places,
        updates.texts(places, [](const gs_update &item) { return word_of(sql::outcome_words, item.outcome); }),
        updates.texts(places, [](const gs_update &item) { return word_of(sql::reason_words, item.reason); }),
        updates.numbers(places, [](const gs_update &item) { return item.announced != 0 ? 1 : 0; }),
        updates.numbers(places, [](const gs_update &item) { return item.wake_at; }),
        updates.texts(places, [](const gs_update &item) { return sql::view(item.error); }),
        updates.bytes(places, [](const gs_update &item) { return item.output; }),
        updates.numbers(places, [](const gs_update &item) { return item.output_truncated != 0 ? 1 : 0; }),
        updates.numbers(places, [](const gs_update &item) { return item.started_at; }), updates.call().now());
}

std::vector<Ended> take_of_different_jobs(std::vector<Ended> &ended) {
    std::unordered_set<std::string> jobs;
    const auto rest = std::stable_partition(ended.begin(), ended.end(),
                                            [&jobs](const Ended &run) { return jobs.insert(run.job_id).second; });
    std::vector<Ended> taken(std::make_move_iterator(ended.begin()), std::make_move_iterator(rest));
    ended.erase(ended.begin(), rest);
    return taken;
}

// All of different jobs.
void count(Updates &updates, const std::vector<Ended> &ended) {
    std::vector<std::string_view> jobs, outcomes;
    std::vector<std::int64_t> generations, revisions, dues, successes, failures, armed;
    for (const Ended &run : ended) {
        const gs_update &item = updates.item(run.place);
        jobs.push_back(run.job_id);
        outcomes.push_back(word_of(sql::outcome_words, item.outcome));
        generations.push_back(run.generation);
        revisions.push_back(run.revision);
        dues.push_back(run.due_at);
        successes.push_back(item.outcome == GS_OUTCOME_SUCCEEDED ? 1 : 0);
        failures.push_back(sql::is_failure(item.outcome) ? 1 : 0);
        armed.push_back(run.scheduled ? item.next_fire : GS_NO_TIME);
    }
    sql::Query rows = updates.call().connection().query(
        count_sql, array_text(jobs), array_text(generations), array_text(revisions), array_text(dues),
        array_text(successes), array_text(failures), array_text(outcomes), array_text(armed), updates.call().now());
    while (rows.step()) {
        gs_item_result &result = updates.answer(ended[static_cast<std::size_t>(rows.integer() - 1)].place).result;
        result.version_before = rows.integer();
        result.version = rows.integer();
    }
}

} // namespace

bool is_plain_close(const gs_update &item) {
    constexpr std::int32_t going = GS_STATE_CLAIMED | GS_STATE_RUNNING;
    const bool known = item.outcome > GS_OUTCOME_NONE && item.outcome <= GS_OUTCOME_EXPIRED;
    return known && item.outcome != GS_OUTCOME_CANCELED && item.late_result == 0 &&
           (item.from_states & going) == going && item.output.size <= most_output &&
           json::is_utf8(sql::view(item.error));
}

void close_together(Updates &updates, const Places &places) {
    if (places.empty()) return;
    std::vector<Ended> ended;
    {
        sql::Query rows = to_closed(updates, places);
        while (rows.step()) {
            Ended run{};
            run.place = updates.read_answer(places, rows);
            run.job_id = rows.text();
            run.generation = rows.integer();
            run.revision = rows.integer();
            run.due_at = rows.integer();
            run.scheduled = rows.word(sql::trigger_words) == GS_TRIGGER_SCHEDULE;
            ended.push_back(std::move(run));
        }
    }
    // In the order of the call, as if they had been carried out one by one.
    std::sort(ended.begin(), ended.end(), [](const Ended &a, const Ended &b) { return a.place < b.place; });
    while (!ended.empty()) count(updates, take_of_different_jobs(ended));
}

} // namespace sample_host::postgresql
