// schema_1.cpp - the first schema: the tables of the SQLite storage's newest, with views that show times as such.
// Times are microseconds since 1970 (UTC), NULL for none; constants are words. Text is compared byte by byte.
#include "storage/postgresql/schema.h"

#include <string>

#include <gateway_scheduler/job.h>

namespace sample_host::postgresql {

namespace {

constexpr const char *job_tables = R"sql(
CREATE SEQUENCE version;

CREATE TABLE job (
    generation bigint NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    fires bigint NOT NULL,
    succeeded bigint NOT NULL,
    failed bigint NOT NULL,
    failures_in_row bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    max_runs bigint NOT NULL,
    jitter bigint NOT NULL,
    catch_up_limit bigint NOT NULL,
    catch_up_window bigint NOT NULL,
    start_deadline bigint NOT NULL,
    timeout bigint NOT NULL,
    stall_timeout bigint NOT NULL,
    retry_delay bigint NOT NULL,
    retry_max_delay bigint NOT NULL,
    max_active integer NOT NULL,
    retries integer NOT NULL,
    priority integer NOT NULL,
    disable_after_failures integer NOT NULL,
    notify_on integer NOT NULL,
    paused smallint NOT NULL,
    disabled smallint NOT NULL,
    delete_when_finished smallint NOT NULL,
    look_at bigint,
    fire_at bigint,
    next_fire bigint,
    cursor bigint,
    last_fired_at bigint,
    last_success_at bigint,
    start_at bigint,
    end_at bigint,
    writer uuid,
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    last_outcome text NOT NULL,
    tzdata_version text COLLATE "C" NOT NULL, -- empty: the schedule asks no zone
    name text NOT NULL,
    owner text NOT NULL,
    schedule text NOT NULL,
    zone text NOT NULL,
    labels text NOT NULL, -- a JSON object; its labels have an order
    calendars jsonb NOT NULL, -- an array of names
    dst_gap text NOT NULL,
    dst_overlap text NOT NULL,
    overlap text NOT NULL,
    concurrency_key text COLLATE "C" NOT NULL,
    catch_up text NOT NULL,
    retry_on text NOT NULL,
    on_lost text NOT NULL,
    job_class text NOT NULL,
    pause_reason text NOT NULL
) WITH (fillfactor = 70); -- room for the counters of a run that ends: its job's row moves, and no index hears of it
CREATE INDEX job_look_at ON job (look_at, id) WHERE look_at IS NOT NULL;
CREATE INDEX job_calendars ON job (id) WHERE calendars <> '[]';
CREATE INDEX job_tzdata_version ON job (tzdata_version) WHERE tzdata_version > '';

-- Apart from the job: its row is read and written at each look, the payload at each start.
CREATE TABLE job_payload (
    job_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    payload bytea NOT NULL
);
)sql";

constexpr const char *run_tables = R"sql(
CREATE TABLE run (
    id uuid NOT NULL PRIMARY KEY,
    generation bigint NOT NULL,
    revision bigint NOT NULL,
    due_at bigint NOT NULL,
    epoch bigint NOT NULL,
    claimed_at bigint NOT NULL,
    merged bigint NOT NULL DEFAULT 0, -- older instants; -1: unknown
    owner_incarnation uuid NOT NULL,
    attempt integer NOT NULL,
    attempt_spent smallint NOT NULL,
    cancel_requested smallint NOT NULL,
    announced smallint NOT NULL,
    output_truncated smallint NOT NULL,
    wake_at bigint,
    started_at bigint,
    finished_at bigint,
    state text NOT NULL,
    outcome text NOT NULL,
    job_id text COLLATE "C" NOT NULL,
    concurrency_key text COLLATE "C" NOT NULL,
    owner_instance text COLLATE "C" NOT NULL,
    "trigger" text NOT NULL,
    reason text NOT NULL,
    late_result text NOT NULL DEFAULT 'none',
    error text NOT NULL,
    output bytea,
    CONSTRAINT run_closed CHECK ((state = 'closed') = (finished_at IS NOT NULL)
                                 AND (state = 'closed') = (outcome <> 'none')
                                 AND (state = 'closed' OR announced = 0))
);
CREATE INDEX run_job ON run (job_id, id);
CREATE INDEX run_wake_at ON run (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX run_finished_at ON run (finished_at, id) WHERE state = 'closed' AND announced = 1;
-- Open runs, which each of these calls by another name: of two indexes that both serve a statement the server takes any
-- while it believes both to be empty, and one that is not meant for it is read from end to end.
CREATE INDEX run_open_key ON run (concurrency_key, id) WHERE state <> 'closed';
CREATE INDEX run_open_job ON run (job_id, state) WHERE finished_at IS NULL;
CREATE INDEX run_open_instance ON run (owner_instance, id) WHERE outcome = 'none';
CREATE INDEX run_cancel_requested ON run (owner_incarnation, id) WHERE cancel_requested = 1 AND announced = 0;

CREATE TABLE record (
    id uuid NOT NULL PRIMARY KEY,
    generation bigint NOT NULL,
    first_due bigint,
    last_due bigint,
    count bigint NOT NULL, -- -1: unknown
    wake_at bigint,
    at bigint NOT NULL,
    run_id uuid,
    by_incarnation uuid NOT NULL,
    announced smallint NOT NULL,
    job_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    by_instance text NOT NULL,
    detail text NOT NULL
);
CREATE INDEX record_job ON record (job_id, id);
CREATE INDEX record_wake_at ON record (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX record_at ON record (at, id) WHERE announced = 1;
)sql";

constexpr const char *other_tables = R"sql(
CREATE TABLE replica (
    incarnation uuid NOT NULL PRIMARY KEY,
    beat bigint NOT NULL,
    joined_at bigint NOT NULL,
    last_beat_at bigint NOT NULL,
    retired_at bigint,
    session uuid,
    data_directory uuid,
    instance text COLLATE "C" NOT NULL,
    state text NOT NULL
);
CREATE UNIQUE INDEX replica_alive ON replica (instance) WHERE state = 'alive';

CREATE TABLE calendar (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    version bigint NOT NULL
);
CREATE TABLE calendar_day_range (
    calendar text COLLATE "C" NOT NULL REFERENCES calendar (name) ON DELETE CASCADE,
    first_day bigint NOT NULL, -- days since 1970-01-01, as the next
    last_day bigint NOT NULL,
    PRIMARY KEY (calendar, first_day)
);

CREATE TABLE notice (
    id uuid NOT NULL PRIMARY KEY, -- that of the run or record it tells of
    at bigint NOT NULL,
    due_at bigint,
    event text NOT NULL,
    job_id text COLLATE "C" NOT NULL,
    job_name text NOT NULL,
    owner text NOT NULL,
    about text NOT NULL,          -- run or record
    outcome text NOT NULL,        -- of the run, or the record's kind
    reason text NOT NULL,
    detail text NOT NULL
);
)sql";

// A column of microseconds as a time with its zone, to the microsecond.
std::string time_of(const std::string &column) {
    return "timestamptz 'epoch' + " + column + " * interval '1 microsecond' AS " + column;
}

std::string day_of(const std::string &column) {
    return "date '1970-01-01' + CAST(" + column + " AS integer) AS " + column;
}

std::string job_view() {
    const std::string at_start = std::to_string(GS_AT_START);
    const std::string look_at = "CASE WHEN look_at <> " + at_start +
                                " THEN timestamptz 'epoch' + look_at * interval '1 microsecond' END AS look_at";
    return "CREATE VIEW job_view AS SELECT id, name, owner, schedule, zone, "
           "CASE WHEN disabled = 1 THEN 'disabled' WHEN paused = 1 THEN 'paused' "
           "WHEN schedule = '@manual' THEN 'manual' WHEN look_at = " +
           at_start +
           " THEN 'at_start' WHEN next_fire IS NULL THEN 'finished' ELSE 'active' END AS state, pause_reason, " +
           time_of("next_fire") + ", " + time_of("fire_at") + ", " + look_at + ", " + time_of("cursor") + ", " +
           time_of("last_fired_at") + ", " + time_of("last_success_at") +
           ", last_outcome, fires, succeeded, failed, failures_in_row, revision, version, generation, overlap, "
           "concurrency_key, max_active, labels, calendars, " +
           time_of("created_at") + ", " + time_of("updated_at") + " FROM job;";
}

std::string run_view() {
    return "CREATE VIEW run_view AS SELECT id, job_id, \"trigger\", " + time_of("due_at") +
           ", CASE state WHEN 'closed' THEN outcome ELSE state END AS state, reason, merged, late_result, attempt, "
           "epoch, owner_instance, cancel_requested, announced, " +
           time_of("wake_at") + ", " + time_of("claimed_at") + ", " + time_of("started_at") + ", " +
           time_of("finished_at") + ", error, output_truncated, length(output) AS output_size FROM run;";
}

std::string record_view() {
    return "CREATE VIEW record_view AS SELECT id, job_id, kind, reason, " + time_of("first_due") + ", " +
           time_of("last_due") + ", count, run_id, detail, announced, " + time_of("wake_at") + ", " + time_of("at") +
           ", by_instance FROM record;";
}

std::string calendar_view() {
    return "CREATE VIEW calendar_view AS SELECT calendar, " + day_of("first_day") + ", " + day_of("last_day") +
           ", last_day - first_day + 1 AS days FROM calendar_day_range;";
}

} // namespace

void create_schema_1(Session &session) {
    for (const std::string &statements : {std::string(job_tables), std::string(run_tables), std::string(other_tables),
                                          job_view(), run_view(), record_view(), calendar_view()}) {
        session.execute(statements);
    }
}

} // namespace sample_host::postgresql
