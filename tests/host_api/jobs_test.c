/* jobs_test.c - the store in memory: putting, removing, disabling and listing jobs. */
#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

static gs_job definition(const char *id) {
    return (gs_job){.struct_size = (uint32_t)sizeof(gs_job),
                    .id = text(id),
                    .schedule = text("@every 1m"),
                    .start_at = GS_NO_TIME,
                    .end_at = GS_NO_TIME};
}

static gs_job_row row_of(const gs_job *job, int writer, int64_t next_fire) {
    return (gs_job_row){.struct_size = (uint32_t)sizeof(gs_job_row),
                        .readable = 1,
                        .definition = job,
                        .revision = 2,
                        .next_fire = next_fire,
                        .fire_at = next_fire,
                        .cursor = GS_NO_TIME,
                        .look_at = next_fire,
                        .writer = numbered(writer)};
}

static void a_put_inserts_once_and_is_already_afterwards(void) {
    probe *p = probe_new();
    gs_job job = definition("a");
    const gs_job_row row = row_of(&job, 1, p->now + SECOND);
    gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    const int64_t version = p->result.version;
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.version, version);
    const gs_job_row other = row_of(&job, 2, p->now + SECOND);
    item.row = &other;
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_CONFLICT);
    const probe_job stored = probe_job_row(p, "a");
    CHECK_EQUAL(stored.row.generation, version);
    CHECK_EQUAL(stored.row.created_at, p->now);
    CHECK_EQUAL(stored.row.last_fired_at, GS_NO_TIME);
    CHECK_EQUAL(stored.row.fires, 0);
    probe_free(p);
}

static void a_put_needs_the_present_version_and_raises_it(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now + SECOND);
    p->now += SECOND / 2;
    gs_job job = definition("a");
    const gs_job_row row = row_of(&job, 1, p->now + 9 * SECOND);
    gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = version + 1, .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_CONFLICT);
    item.expected_version = version;
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    CHECK(p->result.version > version);
    const probe_job stored = probe_job_row(p, "a");
    CHECK_EQUAL(stored.row.generation, version);
    CHECK_EQUAL(stored.row.revision, 2);
    CHECK_EQUAL(stored.row.look_at, p->now + 9 * SECOND);
    CHECK_EQUAL(stored.row.updated_at, p->now);
    CHECK_EQUAL(stored.row.created_at, p->now - SECOND / 2);
    probe_free(p);
}

static void a_put_that_leaves_a_due_instant_behind_is_stale(void) {
    probe *p = probe_new();
    const int64_t due = p->now;
    const int64_t version = probe_add(p, "a", due);
    gs_job job = definition("a");
    const gs_job_row moved = row_of(&job, 1, p->now + 9 * SECOND);
    gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = version, .row = &moved};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_STALE);
    const gs_record before = probe_record(40, "a", due - 2, due - 1);
    item.record = &before;
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_STALE);
    const gs_record covering = probe_record(41, "a", due, due);
    item.record = &covering;
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(probe_records(p, "a", 0, 10), 1);
    CHECK_EQUAL(p->records[0].generation, version);
    CHECK_EQUAL(p->records[0].at, p->now);
    CHECK(same_id(p->records[0].by_incarnation, numbered(9001)));
    probe_free(p);
}

static void a_put_that_keeps_the_due_instant_needs_no_record(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    gs_job job = definition("a");
    job.paused = 1;
    const gs_job_row kept = row_of(&job, 1, p->now);
    const gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = version, .row = &kept};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    probe_free(p);
}

static void a_put_writes_every_field_of_the_row(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now + SECOND);
    gs_job job = definition("a");
    job.paused = 1;
    job.pause_reason = text("for a while");
    gs_job_row row = row_of(&job, 1, p->now + SECOND);
    row.fire_at = GS_NO_TIME;
    row.look_at = GS_NO_TIME;
    row.cursor = p->now - SECOND;
    row.disabled = 1;
    row.failures_in_row = 3;
    row.tzdata_version = text("2026a");
    row.fires = 99;
    const gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = version, .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    const probe_job stored = probe_job_row(p, "a");
    CHECK_EQUAL(stored.paused, 1);
    CHECK_TEXT(stored.pause_reason, "for a while");
    CHECK_EQUAL(stored.row.next_fire, p->now + SECOND);
    CHECK_EQUAL(stored.row.fire_at, GS_NO_TIME);
    CHECK_EQUAL(stored.row.look_at, GS_NO_TIME);
    CHECK_EQUAL(stored.row.cursor, p->now - SECOND);
    CHECK_EQUAL(stored.row.disabled, 1);
    CHECK_EQUAL(stored.row.failures_in_row, 3);
    CHECK_EQUAL(stored.row.tzdata_version.size, 5);
    CHECK_EQUAL(stored.row.fires, 0);
    probe_free(p);
}

/* A waiting run 1 of job "a", whose version is returned. */
static int64_t add_waiting_run(probe *p) {
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_update wait = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    wait.wake_at = p->now + SECOND;
    CHECK_EQUAL(probe_update(p, &wait), GS_ITEM_DONE);
    return probe_job_row(p, "a").row.version;
}

static void only_a_hold_closes_the_waiting_runs(void) {
    probe *p = probe_new();
    int64_t version = add_waiting_run(p);
    gs_job job = definition("a");
    gs_job_row row = row_of(&job, 1, GS_NO_TIME);
    gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = version, .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(probe_run(p, 1).state, GS_STATE_WAITING);
    item.expected_version = probe_job_row(p, "a").row.version;
    item.hold = 1;
    row.writer = numbered(2);
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    version = p->result.version;
    CHECK_EQUAL(probe_run(p, 1).outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(probe_job_row(p, "a").row.version, version);
    probe_free(p);
}

static void edits_tell_what_is_still_going(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, p->now);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_job job = definition("a");
    const gs_job_row row = row_of(&job, 1, p->now);
    const gs_put_job item = {
        .struct_size = (uint32_t)sizeof(gs_put_job), .expected_version = p->result.version, .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.claimed_runs, 1);
    CHECK_EQUAL(p->result.running_runs, 0);
    const gs_update start = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &start), GS_ITEM_DONE);
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.claimed_runs, 0);
    CHECK_EQUAL(p->result.running_runs, 1);
    const gs_record event = probe_record(40, "a", GS_NO_TIME, GS_NO_TIME);
    CHECK_EQUAL(probe_disable(p, "a", p->result.version, &event), GS_ITEM_DONE);
    const int64_t disabled = p->result.version;
    CHECK_EQUAL(probe_disable(p, "a", 0, &event), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.version, disabled);
    CHECK_EQUAL(p->result.running_runs, 1);
    const gs_record record = probe_record(41, "a", p->now, p->now);
    CHECK_EQUAL(probe_remove(p, "a", disabled, &record), GS_ITEM_DONE);
    CHECK(p->result.version > disabled);
    CHECK_EQUAL(p->result.running_runs, 1);
    probe_free(p);
}

static void disabling_closes_the_waiting_runs(void) {
    probe *p = probe_new();
    const int64_t version = add_waiting_run(p);
    const gs_record event = probe_record(40, "a", GS_NO_TIME, GS_NO_TIME);
    CHECK_EQUAL(probe_disable(p, "a", version, &event), GS_ITEM_DONE);
    const int64_t disabled = p->result.version;
    CHECK(disabled > version);
    CHECK_EQUAL(probe_run(p, 1).reason, GS_REASON_GATE);
    CHECK_EQUAL(probe_job_row(p, "a").row.version, disabled);
    CHECK_EQUAL(probe_job_row(p, "a").row.look_at, GS_NO_TIME);
    probe_free(p);
}

static void a_removal_leaves_the_history_and_a_later_version(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_record record = probe_record(40, "a", p->now, p->now);
    CHECK_EQUAL(probe_remove(p, "a", version + 1, &record), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_remove(p, "a", version, NULL), GS_ITEM_STALE);
    CHECK_EQUAL(probe_remove(p, "a", version, &record), GS_ITEM_DONE);
    CHECK_EQUAL(probe_remove(p, "a", version, &record), GS_ITEM_GONE);
    CHECK_EQUAL(probe_remove(p, "b", version, &record), GS_ITEM_GONE);
    CHECK_EQUAL(probe_get_job(p, "a"), 0);
    CHECK_EQUAL(probe_records(p, "a", 0, 10), 1);
    CHECK(probe_add(p, "a", p->now) > version);
    probe_free(p);
}

static void a_disabled_job_is_paused_and_never_looked_at(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_record record = probe_record(40, "a", GS_NO_TIME, GS_NO_TIME);
    CHECK_EQUAL(probe_disable(p, "b", version, &record), GS_ITEM_GONE);
    CHECK_EQUAL(probe_disable(p, "a", version + 1, &record), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_disable(p, "a", version, &record), GS_ITEM_DONE);
    CHECK_EQUAL(probe_disable(p, "a", version, &record), GS_ITEM_ALREADY);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.paused, 1);
    CHECK_EQUAL(job.row.disabled, 1);
    CHECK_EQUAL(job.row.fire_at, GS_NO_TIME);
    CHECK_EQUAL(job.row.look_at, GS_NO_TIME);
    CHECK_TEXT(job.pause_reason, "the row cannot be read");
    CHECK_EQUAL(probe_due(p, INT64_MAX, GS_NO_TIME, "", 10), 0);
    probe_free(p);
}

static void jobs_are_paged_by_id_without_payload(void) {
    probe *p = probe_new();
    probe_add(p, "b", p->now);
    probe_add(p, "ab", p->now);
    probe_add(p, "a", p->now);
    CHECK_EQUAL(probe_jobs(p, "", 2), 2);
    CHECK_TEXT(p->jobs[0].id, "a");
    CHECK_TEXT(p->jobs[1].id, "ab");
    CHECK_EQUAL(p->jobs[0].payload_size, 0);
    CHECK_EQUAL(probe_jobs(p, "ab", 2), 1);
    CHECK_TEXT(p->jobs[0].id, "b");
    CHECK_EQUAL(probe_jobs(p, "aa", 2), 2);
    CHECK_EQUAL(probe_get_job(p, "ab"), 1);
    CHECK_EQUAL(p->jobs[0].payload_size, 4);
    probe_free(p);
}

static void due_jobs_are_paged_by_time_and_id(void) {
    probe *p = probe_new();
    probe_add(p, "late", p->now + 9 * SECOND);
    probe_add(p, "c", p->now);
    probe_add(p, "a", p->now + 1);
    probe_add(p, "b", p->now);
    probe_add(p, "never", GS_NO_TIME);
    CHECK_EQUAL(probe_due(p, p->now + SECOND, GS_NO_TIME, "", 2), 2);
    CHECK_TEXT(p->jobs[0].id, "b");
    CHECK_TEXT(p->jobs[1].id, "c");
    CHECK_EQUAL(p->jobs[0].payload_size, 0);
    CHECK_EQUAL(probe_due(p, p->now + SECOND, p->now, "c", 2), 1);
    CHECK_TEXT(p->jobs[0].id, "a");
    CHECK_EQUAL(probe_due(p, p->now + 9 * SECOND, GS_NO_TIME, "", 10), 4);
    probe_free(p);
}

int test_jobs(void) {
    static const check_test tests[] = {
        {"a put inserts once and is already afterwards", a_put_inserts_once_and_is_already_afterwards},
        {"a put needs the present version and raises it", a_put_needs_the_present_version_and_raises_it},
        {"a put that leaves a due instant behind is stale", a_put_that_leaves_a_due_instant_behind_is_stale},
        {"a put that keeps the due instant needs no record", a_put_that_keeps_the_due_instant_needs_no_record},
        {"a put writes every field of the row", a_put_writes_every_field_of_the_row},
        {"only a hold closes the waiting runs", only_a_hold_closes_the_waiting_runs},
        {"edits tell what is still going", edits_tell_what_is_still_going},
        {"disabling closes the waiting runs", disabling_closes_the_waiting_runs},
        {"a removal leaves the history and a later version", a_removal_leaves_the_history_and_a_later_version},
        {"a disabled job is paused and never looked at", a_disabled_job_is_paused_and_never_looked_at},
        {"jobs are paged by id without payload", jobs_are_paged_by_id_without_payload},
        {"due jobs are paged by time and id", due_jobs_are_paged_by_time_and_id},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
