// schema_2.cpp - the second schema: a job names the calendars on whose days it does not fire, and the views show them.
// Jobs that wait for their event, a person or a start of the gateway, are no longer shown as finished.
#include "storage/sqlite/schema.h"

#include <string>

#include <gateway_scheduler/job.h>

#include "storage/sqlite/schema_text.h"

namespace sample_host::sqlite {

namespace {

// The index is for removing a calendar, which looks for jobs that name it: most jobs name none.
constexpr const char *calendars_of_jobs = R"sql(
ALTER TABLE job ADD COLUMN calendars TEXT NOT NULL DEFAULT '[]'; -- a JSON array of names
CREATE INDEX job_calendars ON job (id) WHERE calendars <> '[]';
-- Which jobs were computed with other zone data than now.
CREATE INDEX job_tzdata_version ON job (tzdata_version);
DROP VIEW job_view;
)sql";

std::string job_view() {
    const std::string at_start = std::to_string(GS_AT_START);
    return "CREATE VIEW job_view AS SELECT id, name, owner, schedule, zone, "
           "CASE WHEN disabled = 1 THEN 'disabled' WHEN paused = 1 THEN 'paused' "
           "WHEN schedule = '@manual' THEN 'manual' WHEN look_at = " +
           at_start +
           " THEN 'at_start' WHEN next_fire IS NULL THEN 'finished' ELSE 'active' END AS state, pause_reason, " +
           time_text("next_fire") + ", " + time_text("fire_at") + ", " + time_text("look_at") + ", " +
           time_text("cursor") + ", " + time_text("last_fired_at") +
           ", last_outcome, fires, succeeded, failed, failures_in_row, revision, version, generation, overlap, "
           "concurrency_key, max_active, labels, calendars, " +
           time_text("created_at") + ", " + time_text("updated_at") + " FROM job;";
}

std::string calendar_view() {
    return "CREATE VIEW calendar_view AS SELECT calendar, " + day_text("first_day") + ", " + day_text("last_day") +
           ", last_day - first_day + 1 AS days FROM calendar_day_range;";
}

} // namespace

void migrate_to_schema_2(SQLite::Database &database) {
    database.exec(calendars_of_jobs);
    database.exec(job_view());
    database.exec(calendar_view());
}

} // namespace sample_host::sqlite
