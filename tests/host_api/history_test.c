/* history_test.c - the store in memory: pages of runs and records, what waits to be looked at, and purging. */
#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

/* Claims and closes runs `first` to `last` of job "a", one a second; the last close is at the store's present time. */
static void close_runs(probe *p, int64_t generation, int first, int last) {
    for (int run = first; run <= last; run++) {
        p->now += SECOND;
        const int64_t version = probe_job_row(p, "a").row.version;
        const gs_claim claim = probe_claim_item("a", generation, version, run, p->now, p->now);
        CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
        gs_update close = probe_update_item(run, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
        close.announced = 1;
        if (run % 2 == 0) close.outcome = GS_OUTCOME_FAILED;
        CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    }
}

static void runs_are_paged_newest_first(void) {
    probe *p = probe_new();
    const int64_t generation = probe_add(p, "a", p->now);
    close_runs(p, generation, 1, 5);
    gs_runs_page page = {.struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 2, .due_at = GS_NO_TIME};
    CHECK_EQUAL(probe_runs(p, &page), 2);
    CHECK(same_id(p->runs[0].id, numbered(5)) && same_id(p->runs[1].id, numbered(4)));
    page.before = numbered(4);
    page.limit = 9;
    CHECK_EQUAL(probe_runs(p, &page), 3);
    CHECK(same_id(p->runs[0].id, numbered(3)));
    page.states = GS_STATE_CLAIMED;
    CHECK_EQUAL(probe_runs(p, &page), 0);
    page.states = GS_STATE_CLAIMED | GS_STATE_CLOSED;
    page.owner_instance = text("two");
    CHECK_EQUAL(probe_runs(p, &page), 0);
    page.owner_instance = text("one");
    page.concurrency_key = text("a");
    page.job_id = text("a");
    CHECK_EQUAL(probe_runs(p, &page), 3);
    page.job_id = text("b");
    CHECK_EQUAL(probe_runs(p, &page), 0);
    probe_free(p);
}

static void runs_are_found_by_their_instant(void) {
    probe *p = probe_new();
    const int64_t generation = probe_add(p, "a", p->now);
    close_runs(p, generation, 1, 3);
    gs_runs_page page = {.struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 9, .job_id = text("a")};
    page.due_at = p->now - SECOND;
    CHECK_EQUAL(probe_runs(p, &page), 1);
    CHECK(same_id(p->runs[0].id, numbered(2)));
    page.due_at += 1;
    CHECK_EQUAL(probe_runs(p, &page), 0);
    page.due_at = 0;
    CHECK_EQUAL(probe_runs(p, &page), 0);
    page.due_at = GS_NO_TIME;
    CHECK_EQUAL(probe_runs(p, &page), 3);
    probe_free(p);
}

/* Passes the instant `due` of job "a" with a record. */
static void pass_one(probe *p, int id, int64_t due) {
    const gs_record record = probe_record(id, "a", due, due);
    const gs_pass pass = {.struct_size = (uint32_t)sizeof(gs_pass),
                          .job_id = text("a"),
                          .version = probe_job_row(p, "a").row.version,
                          .next_fire = due + 1,
                          .fire_at = due + 1,
                          .look_at = due + 1,
                          .record = &record};
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_DONE);
}

static void records_are_announced_once(void) {
    probe *p = probe_new();
    probe_add(p, "a", p->now);
    pass_one(p, 40, p->now);
    CHECK_EQUAL(probe_wakes(p, p->now, GS_NO_TIME, 0, 10), 1);
    CHECK_EQUAL(p->record_count, 1);
    CHECK_EQUAL(probe_announced(p, 40), GS_ITEM_DONE);
    CHECK_EQUAL(probe_announced(p, 40), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_announced(p, 41), GS_ITEM_GONE);
    CHECK_EQUAL(probe_wakes(p, p->now, GS_NO_TIME, 0, 10), 0);
    CHECK_EQUAL(probe_records(p, "a", 0, 10), 1);
    CHECK_EQUAL(p->records[0].announced, 1);
    CHECK_EQUAL(probe_records(p, "", 40, 10), 0);
    CHECK_EQUAL(probe_records(p, "b", 0, 10), 0);
    probe_free(p);
}

static void records_are_found_by_the_instants_they_cover(void) {
    probe *p = probe_new();
    probe_add(p, "a", p->now);
    pass_one(p, 40, p->now - SECOND);
    pass_one(p, 41, p->now);
    gs_record event = probe_record(42, "a", GS_NO_TIME, GS_NO_TIME);
    event.kind = GS_RECORD_EVENT;
    CHECK_EQUAL(probe_disable(p, "a", probe_job_row(p, "a").row.version, &event), GS_ITEM_DONE);
    gs_records_page page = {.struct_size = (uint32_t)sizeof(gs_records_page), .limit = 9, .covering = p->now};
    CHECK_EQUAL(probe_record_page(p, &page), 1);
    CHECK(same_id(p->records[0].id, numbered(41)));
    page.covering = p->now - 1;
    CHECK_EQUAL(probe_record_page(p, &page), 0);
    page.covering = GS_NO_TIME;
    CHECK_EQUAL(probe_record_page(p, &page), 3);
    page.events = 1;
    CHECK_EQUAL(probe_record_page(p, &page), 1);
    CHECK(same_id(p->records[0].id, numbered(42)));
    probe_free(p);
}

static void runs_and_records_wake_in_one_order(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    pass_one(p, 41, p->now);
    const int64_t present = probe_job_row(p, "a").row.version;
    const gs_claim claim = probe_claim_item("a", version, present, 40, p->now, p->now + SECOND);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_update wait = probe_update_item(40, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    wait.wake_at = p->now;
    CHECK_EQUAL(probe_update(p, &wait), GS_ITEM_DONE);
    CHECK_EQUAL(probe_wakes(p, p->now, GS_NO_TIME, 0, 1), 1);
    CHECK_EQUAL(p->run_count, 1);
    CHECK_EQUAL(probe_wakes(p, p->now, p->now, 40, 1), 1);
    CHECK_EQUAL(p->record_count, 1);
    CHECK_EQUAL(probe_wakes(p, p->now, p->now, 41, 1), 0);
    CHECK_EQUAL(probe_wakes(p, p->now - 1, GS_NO_TIME, 0, 9), 0);
    probe_free(p);
}

static gs_purge purge_of(int32_t what, int64_t before) {
    return (gs_purge){.struct_size = (uint32_t)sizeof(gs_purge),
                      .limit = 10,
                      .what = what,
                      .before = before,
                      .failures_before = before,
                      .keep = 1,
                      .keep_failures = 1};
}

static void a_purge_never_takes_a_jobs_newest(void) {
    probe *p = probe_new();
    const int64_t generation = probe_add(p, "a", p->now);
    close_runs(p, generation, 1, 6);
    gs_purge purge = purge_of(GS_PURGE_RUNS_BY_COUNT, 0);
    purge.keep = 0;
    CHECK_EQUAL(probe_purge(p, &purge), 0);
    CHECK_EQUAL(p->outcome, GS_ITEM_BAD);
    CHECK(p->result.detail.size > 0);
    purge = purge_of(GS_PURGE_RUNS_BY_AGE, p->now - 4 * SECOND);
    CHECK_EQUAL(probe_purge(p, &purge), 1);
    purge = purge_of(GS_PURGE_RUNS_BY_COUNT, 0);
    purge.keep = 3;
    purge.keep_failures = 4;
    CHECK_EQUAL(probe_purge(p, &purge), 1);
    const gs_runs_page page = {.struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 10, .due_at = GS_NO_TIME};
    CHECK_EQUAL(probe_runs(p, &page), 4);
    CHECK(same_id(p->runs[3].id, numbered(2)));
    purge = purge_of(GS_PURGE_RUNS_BY_AGE, p->now + 1);
    CHECK_EQUAL(probe_purge(p, &purge), 3);
    CHECK_EQUAL(p->purged.failures, 2);
    CHECK_EQUAL(probe_runs(p, &page), 1);
    CHECK(same_id(p->runs[0].id, numbered(6)));
    probe_free(p);
}

static void a_purge_goes_on_behind_what_it_has_looked_at(void) {
    probe *p = probe_new();
    const int64_t generation = probe_add(p, "a", p->now);
    close_runs(p, generation, 1, 6);
    gs_purge purge = purge_of(GS_PURGE_RUNS_BY_COUNT, 0);
    purge.keep = purge.keep_failures = 3;
    purge.limit = 4;
    CHECK_EQUAL(probe_purge(p, &purge), 1);
    CHECK_EQUAL(p->purged.more, 1);
    const gs_purged first = p->purged;
    purge.after = &first;
    CHECK_EQUAL(probe_purge(p, &purge), 2);
    CHECK_EQUAL(p->purged.more, 0);
    probe_free(p);
}

static void a_purge_takes_replicas_that_retired_before(void) {
    probe *p = probe_new();
    probe_speak_as(p, "one", 9002);
    CHECK_EQUAL(probe_join(p, 9001), GS_ITEM_DONE);
    gs_purge purge = purge_of(GS_PURGE_REPLICAS, p->now);
    CHECK_EQUAL(probe_purge(p, &purge), 0);
    CHECK_EQUAL(probe_replicas(p), 2);
    purge.before = p->now + 1;
    CHECK_EQUAL(probe_purge(p, &purge), 1);
    CHECK_EQUAL(probe_replicas(p), 1);
    CHECK(same_id(p->replicas[0].incarnation, numbered(9002)));
    probe_free(p);
}

static void a_purge_leaves_what_is_open_or_unannounced(void) {
    probe *p = probe_new();
    probe_add(p, "a", p->now);
    for (int id = 40; id <= 42; id++) pass_one(p, id, p->now);
    CHECK_EQUAL(probe_announced(p, 41), GS_ITEM_DONE);
    gs_purge purge = purge_of(GS_PURGE_RECORDS_BY_AGE, p->now);
    CHECK_EQUAL(probe_purge(p, &purge), 0);
    purge.before = p->now + 1;
    CHECK_EQUAL(probe_purge(p, &purge), 1);
    CHECK_EQUAL(probe_records(p, "a", 0, 1), 1);
    CHECK_EQUAL(probe_records(p, "a", 0, 10), 2);
    CHECK(same_id(p->records[1].id, numbered(40)));
    probe_free(p);
}

int test_history(void) {
    static const check_test tests[] = {
        {"runs are paged newest first", runs_are_paged_newest_first},
        {"runs are found by their instant", runs_are_found_by_their_instant},
        {"records are announced once", records_are_announced_once},
        {"records are found by the instants they cover", records_are_found_by_the_instants_they_cover},
        {"runs and records wake in one order", runs_and_records_wake_in_one_order},
        {"a purge never takes a job's newest", a_purge_never_takes_a_jobs_newest},
        {"a purge goes on behind what it has looked at", a_purge_goes_on_behind_what_it_has_looked_at},
        {"a purge takes replicas that retired before", a_purge_takes_replicas_that_retired_before},
        {"a purge leaves what is open or unannounced", a_purge_leaves_what_is_open_or_unannounced},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
