// close_together.cpp - see updates.h: many runs that end, and the counters of their jobs, in one statement; as many at
// once as are of different jobs.
#include <string>

#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/told_rows.h"
#include "storage/postgresql/updates.h"
#include "storage/sql/close_run.h"
#include "storage/sql/words.h"
#include "json/utf8.h"

namespace sample_host::postgresql {

namespace {

// ?1 to ?3 as in all updates, ?12 now. Of several runs of one job the first alone is closed: a statement updates a row
// once, so the job could not count the others.
const std::string closed =
    "UPDATE run SET state = 'closed', outcome = item.outcome, reason = item.reason, announced = item.announced, "
    "wake_at = item.wake_at, error = item.error, output = item.output, output_truncated = item.truncated, "
    "finished_at = ?12, started_at = coalesce(run.started_at, item.started_at) FROM (SELECT *, row_number() OVER "
    "(PARTITION BY present_job_id ORDER BY place) AS turn FROM " +
    told_rows("CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?4 AS text[]), CAST(?5 AS text[]), "
              "CAST(?6 AS bigint[]), CAST(?7 AS bigint[]), CAST(?8 AS text[]), CAST(?9 AS bytea[]), "
              "CAST(?10 AS bigint[]), CAST(?11 AS bigint[]), CAST(?13 AS bigint[])",
              "run_id, epoch, outcome, reason, announced, wake_at, error, output, truncated, started_at, armed", "run",
              run_as_found + ", job_id AS present_job_id") +
    ") AS item" + run_of_caller +
    "AND item.present_state IN ('claimed', 'running') AND item.turn = 1 RETURNING item.place, run.epoch, run.attempt, "
    "run.outcome, "
    "CASE WHEN run.\"trigger\" = 'schedule' THEN item.armed END AS armed, run.job_id, run.generation, run.revision, "
    "run.due_at, CASE WHEN run.outcome = 'succeeded' THEN 1 ELSE 0 END AS success, "
    "CASE WHEN run.outcome IN ('failed', 'timed_out', 'lost', 'rejected') THEN 1 ELSE 0 END AS failure";

// As close_run.cpp does it for one.
const std::string armable = "job.next_fire IS NULL AND job.paused = 0 AND job.revision = item.revision "
                            "AND job.cursor = item.due_at";
const std::string counted =
    "UPDATE job SET version = nextval('version'), succeeded = job.succeeded + item.success, "
    "failed = job.failed + item.failure, "
    "failures_in_row = CASE WHEN item.success = 1 THEN 0 ELSE job.failures_in_row + item.failure END, "
    "last_outcome = item.outcome, "
    "last_success_at = CASE WHEN item.success = 1 THEN ?12 ELSE job.last_success_at END, "
    "next_fire = CASE WHEN " +
    armable + " THEN item.armed ELSE job.next_fire END, fire_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END, look_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END "
    "FROM (SELECT closed.*, before.address, before.version AS version_before FROM closed CROSS JOIN LATERAL "
    "(SELECT ctid AS address, version FROM job WHERE job.id = closed.job_id AND job.generation = closed.generation "
    "LIMIT 1) AS before) AS item WHERE job.ctid = item.address RETURNING item.place, item.version_before, job.version";

constexpr std::size_t most_output = 4096; // larger ones go by themselves, as bytes

sql::Query close(Updates &updates, const Places &places) {
    return updates.query(
        close_together_sql, places,
        updates.texts(places, [](const gs_update &item) { return word_of(sql::outcome_words, item.outcome); }),
        updates.texts(places, [](const gs_update &item) { return word_of(sql::reason_words, item.reason); }),
        updates.numbers(places, [](const gs_update &item) { return item.announced != 0 ? 1 : 0; }),
        updates.numbers(places, [](const gs_update &item) { return item.wake_at; }),
        updates.texts(places, [](const gs_update &item) { return sql::view(item.error); }),
        updates.bytes(places, [](const gs_update &item) { return item.output; }),
        updates.numbers(places, [](const gs_update &item) { return item.output_truncated != 0 ? 1 : 0; }),
        updates.numbers(places, [](const gs_update &item) { return item.started_at; }), updates.call().now(),
        updates.numbers(places, [](const gs_update &item) { return item.next_fire; }));
}

// Returns those that were not closed.
Places close_first_of_each_job(Updates &updates, const Places &places) {
    sql::Query rows = close(updates, places);
    while (rows.step()) {
        const std::uint32_t place = Updates::read_place(places, rows);
        const std::int64_t version_before = rows.time();
        const std::int64_t version = rows.time();
        if (version == GS_NO_TIME) {
            updates.read_answer(place, rows);
            continue;
        }
        updates.answer(place).result.version_before = version_before;
        updates.answer(place).result.version = version;
    }
    Places left;
    for (const std::uint32_t place : places) {
        if (!updates.is_answered(place)) left.push_back(place);
    }
    return left;
}

} // namespace

// The runs that were closed, and then the jobs that have counted them.
const sql::Sql close_together_sql{
    "WITH closed AS (" + closed + "), counted AS (" + counted +
    ") SELECT place, NULL AS version_before, NULL AS version, epoch, attempt, 'closed', outcome "
    "FROM closed UNION ALL SELECT place, version_before, version, NULL, NULL, NULL, NULL "
    "FROM counted"};

bool is_plain_close(const gs_update &item) {
    constexpr std::int32_t going = GS_STATE_CLAIMED | GS_STATE_RUNNING;
    const bool known = item.outcome > GS_OUTCOME_NONE && item.outcome <= GS_OUTCOME_EXPIRED;
    return known && item.outcome != GS_OUTCOME_CANCELED && item.late_result == 0 &&
           (item.from_states & going) == going && item.output.size <= most_output &&
           json::is_utf8(sql::view(item.error));
}

void close_together(Updates &updates, const Places &places) {
    constexpr int most_rounds = 4; // what is left then is carried out one by one
    Places left = places;
    for (int round = 0; round < most_rounds && !left.empty(); ++round) {
        const std::size_t before = left.size();
        left = close_first_of_each_job(updates, left);
        if (left.size() == before) return;
    }
}

} // namespace sample_host::postgresql
