// schema_3.cpp - the third schema: a run says how many older instants it stands for and what was reported too late, a
// job says when it last succeeded, and a run is found by its due instant.
#include "storage/sqlite/schema.h"

#include <string>

#include <gateway_scheduler/job.h>

#include "storage/sqlite/schema_text.h"

namespace sample_host::sqlite {

namespace {

constexpr const char *new_columns = R"sql(
ALTER TABLE run ADD COLUMN merged INTEGER NOT NULL DEFAULT 0; -- older instants; -1: unknown
ALTER TABLE run ADD COLUMN late_result TEXT NOT NULL DEFAULT 'none';
ALTER TABLE job ADD COLUMN last_success_at INTEGER;
CREATE INDEX run_due_at ON run (job_id, due_at, id);
DROP VIEW job_view;
DROP VIEW run_view;
)sql";

// What the history that is there tells of the new columns.
constexpr const char *fill_columns = R"sql(
UPDATE job SET last_success_at = (SELECT max(finished_at) FROM run
    WHERE run.job_id = job.id AND run.generation = job.generation AND run.outcome = 'succeeded');
UPDATE run SET merged = told.instants
    FROM (SELECT run_id, CASE WHEN min(count) < 0 THEN -1 ELSE sum(count) END AS instants
          FROM record WHERE kind = 'merged' AND run_id IS NOT NULL GROUP BY run_id) AS told
    WHERE run.id = told.run_id;
)sql";

std::string job_view() {
    const std::string at_start = std::to_string(GS_AT_START);
    return "CREATE VIEW job_view AS SELECT id, name, owner, schedule, zone, "
           "CASE WHEN disabled = 1 THEN 'disabled' WHEN paused = 1 THEN 'paused' "
           "WHEN schedule = '@manual' THEN 'manual' WHEN look_at = " +
           at_start +
           " THEN 'at_start' WHEN next_fire IS NULL THEN 'finished' ELSE 'active' END AS state, pause_reason, " +
           time_text("next_fire") + ", " + time_text("fire_at") + ", " + time_text("look_at") + ", " +
           time_text("cursor") + ", " + time_text("last_fired_at") + ", " + time_text("last_success_at") +
           ", last_outcome, fires, succeeded, failed, failures_in_row, revision, version, generation, overlap, "
           "concurrency_key, max_active, labels, calendars, " +
           time_text("created_at") + ", " + time_text("updated_at") + " FROM job;";
}

std::string run_view() {
    return "CREATE VIEW run_view AS SELECT id, job_id, \"trigger\", " + time_text("due_at") +
           ", CASE state WHEN 'closed' THEN outcome ELSE state END AS state, reason, merged, late_result, attempt, "
           "epoch, owner_instance, cancel_requested, announced, " +
           time_text("wake_at") + ", " + time_text("claimed_at") + ", " + time_text("started_at") + ", " +
           time_text("finished_at") + ", error, output_truncated, length(output) AS output_size FROM run;";
}

} // namespace

void migrate_to_schema_3(SQLite::Database &database) {
    database.exec(new_columns);
    database.exec(fill_columns);
    database.exec(job_view());
    database.exec(run_view());
}

} // namespace sample_host::sqlite
