// schema_1.cpp - the first schema: tables that a person can read in the sqlite3 shell, with views that show the times
// as RFC 3339 text. Times are microseconds since 1970 (UTC), NULL for none; constants are words; ids are UUID text.
#include "storage/sqlite/schema.h"

#include <string>

#include "storage/sqlite/schema_text.h"

namespace sample_host::sqlite {

namespace {

constexpr const char *job_tables = R"sql(
CREATE TABLE sequence (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last_version INTEGER NOT NULL
) STRICT;
INSERT INTO sequence VALUES (1, 0);

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    look_at INTEGER,
    fire_at INTEGER,
    next_fire INTEGER,
    cursor INTEGER,
    paused INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    fires INTEGER NOT NULL,
    last_fired_at INTEGER,
    succeeded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    failures_in_row INTEGER NOT NULL,
    last_outcome TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    writer TEXT,
    tzdata_version TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    schedule TEXT NOT NULL,
    zone TEXT NOT NULL,
    labels TEXT NOT NULL,            -- a JSON object
    dst_gap TEXT NOT NULL,
    dst_overlap TEXT NOT NULL,
    start_at INTEGER,
    end_at INTEGER,
    max_runs INTEGER NOT NULL,
    jitter INTEGER NOT NULL,
    overlap TEXT NOT NULL,
    max_active INTEGER NOT NULL,
    concurrency_key TEXT NOT NULL,
    catch_up TEXT NOT NULL,
    catch_up_limit INTEGER NOT NULL,
    catch_up_window INTEGER NOT NULL,
    start_deadline INTEGER NOT NULL,
    timeout INTEGER NOT NULL,
    stall_timeout INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    retry_on TEXT NOT NULL,
    retry_delay INTEGER NOT NULL,
    retry_max_delay INTEGER NOT NULL,
    on_lost TEXT NOT NULL,
    job_class TEXT NOT NULL,
    priority INTEGER NOT NULL,
    disable_after_failures INTEGER NOT NULL,
    notify_on INTEGER NOT NULL,
    pause_reason TEXT NOT NULL,
    delete_when_finished INTEGER NOT NULL
) STRICT;
CREATE INDEX job_look_at ON job (look_at, id) WHERE look_at IS NOT NULL;

-- Apart from the job: its row is read and written at each look, the payload at each start.
CREATE TABLE job_payload (
    job_id TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    payload BLOB NOT NULL
) STRICT;
)sql";

constexpr const char *run_tables = R"sql(
CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    attempt_spent INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    announced INTEGER NOT NULL,
    wake_at INTEGER,
    owner_instance TEXT NOT NULL,
    owner_incarnation TEXT NOT NULL,
    concurrency_key TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    error TEXT NOT NULL,
    output_truncated INTEGER NOT NULL,
    output BLOB
) STRICT;
CREATE INDEX run_job ON run (job_id, id);
CREATE INDEX run_wake_at ON run (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX run_finished_at ON run (finished_at, id) WHERE state = 'closed' AND announced = 1;
CREATE INDEX run_open_key ON run (concurrency_key, id) WHERE state <> 'closed';
CREATE INDEX run_open_job ON run (job_id, state) WHERE state <> 'closed';
CREATE INDEX run_open_instance ON run (owner_instance, id) WHERE state <> 'closed';
CREATE INDEX run_cancel_requested ON run (owner_incarnation, id) WHERE cancel_requested = 1 AND state <> 'closed';

CREATE TABLE record (
    id TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    kind TEXT NOT NULL,
    first_due INTEGER,
    last_due INTEGER,
    count INTEGER NOT NULL, -- -1: unknown
    reason TEXT NOT NULL,
    run_id TEXT,
    announced INTEGER NOT NULL,
    wake_at INTEGER,
    at INTEGER NOT NULL,
    by_instance TEXT NOT NULL,
    by_incarnation TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX record_job ON record (job_id, id);
CREATE INDEX record_wake_at ON record (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX record_at ON record (at, id) WHERE announced = 1;
)sql";

constexpr const char *other_tables = R"sql(
CREATE TABLE replica (
    incarnation TEXT NOT NULL PRIMARY KEY,
    instance TEXT NOT NULL,
    state TEXT NOT NULL,
    session TEXT,
    data_directory TEXT,
    beat INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    last_beat_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX replica_alive ON replica (instance) WHERE state = 'alive';

CREATE TABLE calendar (
    name TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
CREATE TABLE calendar_day_range (
    calendar TEXT NOT NULL REFERENCES calendar (name) ON DELETE CASCADE,
    first_day INTEGER NOT NULL, -- days since 1970-01-01, as the next
    last_day INTEGER NOT NULL,
    PRIMARY KEY (calendar, first_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY, -- that of the run or record it tells of
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    job_id TEXT NOT NULL,
    job_name TEXT NOT NULL,
    owner TEXT NOT NULL,
    about TEXT NOT NULL,          -- run or record
    outcome TEXT NOT NULL,        -- of the run, or the record's kind
    reason TEXT NOT NULL,
    due_at INTEGER,
    detail TEXT NOT NULL
) STRICT;
)sql";

std::string job_view() {
    return "CREATE VIEW job_view AS SELECT id, name, owner, schedule, zone, "
           "CASE WHEN disabled = 1 THEN 'disabled' WHEN paused = 1 THEN 'paused' "
           "WHEN next_fire IS NULL THEN 'finished' ELSE 'active' END AS state, pause_reason, " +
           time_text("next_fire") + ", " + time_text("fire_at") + ", " + time_text("look_at") + ", " +
           time_text("cursor") + ", " + time_text("last_fired_at") +
           ", last_outcome, fires, succeeded, failed, failures_in_row, revision, version, generation, overlap, "
           "concurrency_key, max_active, labels, " +
           time_text("created_at") + ", " + time_text("updated_at") + " FROM job;";
}

std::string run_view() {
    return "CREATE VIEW run_view AS SELECT id, job_id, \"trigger\", " + time_text("due_at") +
           ", CASE state WHEN 'closed' THEN outcome ELSE state END AS state, reason, attempt, epoch, "
           "owner_instance, cancel_requested, announced, " +
           time_text("wake_at") + ", " + time_text("claimed_at") + ", " + time_text("started_at") + ", " +
           time_text("finished_at") + ", error, output_truncated, length(output) AS output_size FROM run;";
}

std::string record_view() {
    return "CREATE VIEW record_view AS SELECT id, job_id, kind, reason, " + time_text("first_due") + ", " +
           time_text("last_due") + ", count, run_id, detail, announced, " + time_text("wake_at") + ", " +
           time_text("at") + ", by_instance FROM record;";
}

} // namespace

void create_schema_1(SQLite::Database &database) {
    database.exec(job_tables);
    database.exec(run_tables);
    database.exec(other_tables);
    database.exec(job_view());
    database.exec(run_view());
    database.exec(record_view());
}

} // namespace sample_host::sqlite
