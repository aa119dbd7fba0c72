/* late_results_test.c - the store in memory: a completion that comes after its run has ended without it. */
#include <gateway_scheduler/executor.h>

#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

/* A store in which job "a" has the claimed run 1. */
static probe *with_claimed_run(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    return p;
}

static gs_update late_item(int32_t result) {
    gs_update item = probe_update_item(1, 1, GS_STATE_CLOSED, GS_STATE_CLOSED);
    item.late_result = result;
    return item;
}

static void it_is_noted_once_and_nothing_else_is(void) {
    probe *p = with_claimed_run();
    gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    close.outcome = GS_OUTCOME_TIMED_OUT;
    close.wake_at = p->now;
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    const probe_job before = probe_job_row(p, "a");
    gs_update late = late_item(GS_RESULT_SUCCEEDED);
    late.announced = 1;
    late.next_fire = p->now + 90 * SECOND;
    CHECK_EQUAL(probe_update(p, &late), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.version, 0);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.late_result, GS_RESULT_SUCCEEDED);
    CHECK_EQUAL(run.outcome, GS_OUTCOME_TIMED_OUT);
    CHECK_EQUAL(run.announced, 0);
    CHECK_EQUAL(run.wake_at, p->now);
    const probe_job after = probe_job_row(p, "a");
    CHECK_EQUAL(after.row.version, before.row.version);
    CHECK_EQUAL(after.row.next_fire, GS_NO_TIME);
    CHECK_EQUAL(after.row.last_success_at, GS_NO_TIME);
    late.late_result = GS_RESULT_FAILED;
    CHECK_EQUAL(probe_update(p, &late), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_run(p, 1).late_result, GS_RESULT_SUCCEEDED);
    probe_free(p);
}

static void an_open_run_has_none(void) {
    probe *p = with_claimed_run();
    const gs_update late = late_item(GS_RESULT_SUCCEEDED);
    CHECK_EQUAL(probe_update(p, &late), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_run(p, 1).late_result, 0);
    probe_free(p);
}

static void another_epoch_notes_nothing(void) {
    probe *p = with_claimed_run();
    const gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    gs_update late = late_item(GS_RESULT_FAILED);
    late.epoch = 2;
    CHECK_EQUAL(probe_update(p, &late), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_run(p, 1).late_result, 0);
    probe_free(p);
}

int test_late_results(void) {
    static const check_test tests[] = {
        {"a late result is noted once and nothing else is", it_is_noted_once_and_nothing_else_is},
        {"an open run has no late result", an_open_run_has_none},
        {"another epoch notes no late result", another_epoch_notes_nothing},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
