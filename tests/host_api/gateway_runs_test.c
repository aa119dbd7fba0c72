/* gateway_runs_test.c - the plain C gateway: how attempts end, and what the scheduler makes of it. */
#include <string.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"

void a_canceled_run_ends_and_says_so(void) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@manual", "held");
    const gs_id run_id = gateway_run_now(g, "a");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    CHECK_EQUAL(g->api->cancel_run(g->scheduler, &run_id, &g->error), GS_OK);
    const memory_notice notice = memory_notifier_await(g->notifier, "a", GS_NOTIFY_CANCELED);
    CHECK_EQUAL(notice.outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(notice.reason, GS_REASON_REQUESTED);
    CHECK_EQUAL(memory_executor_latest(g->executor, "a").cancel_reason, GS_REASON_REQUESTED);
    CHECK_EQUAL(gateway_run_row(g, run_id).state, GS_STATE_CLOSED);
    CHECK_EQUAL(g->api->cancel_run(g->scheduler, &run_id, &g->error), GS_STALE);
    const gs_id unknown = {{0xff}};
    CHECK_EQUAL(g->api->cancel_run(g->scheduler, &unknown, &g->error), GS_NOT_FOUND);
    gateway_end(g);
}

void a_failed_attempt_is_retried(void) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@manual", "flaky");
    const gs_id run_id = gateway_run_now(g, "a");
    CHECK(memory_executor_await_starts(g->executor, "a", 2));
    const memory_notice notice = memory_notifier_await(g->notifier, "a", GS_NOTIFY_COMPLETED);
    CHECK_EQUAL(notice.attempt, 2);
    CHECK(memcmp(notice.id.bytes, run_id.bytes, sizeof(run_id.bytes)) == 0);
    CHECK_EQUAL(memory_executor_latest(g->executor, "a").attempt, 2);
    CHECK_EQUAL(gateway_run_row(g, run_id).outcome, GS_OUTCOME_SUCCEEDED);
    gateway_end(g);
}

void what_the_executor_refuses_is_on_record(void) {
    gateway *g = gateway_started();
    gateway_add(g, "busy", "@manual", "busy");
    gateway_add(g, "rejected", "@manual", "rejected");
    gateway_add(g, "failing", "@manual", "failing");
    gateway_run_now(g, "busy");
    gateway_run_now(g, "rejected");
    gateway_run_now(g, "failing");
    const memory_notice busy = memory_notifier_await(g->notifier, "busy", GS_NOTIFY_SKIPPED);
    CHECK_EQUAL(busy.outcome, GS_OUTCOME_SKIPPED);
    CHECK_EQUAL(busy.reason, GS_REASON_EXECUTOR_BUSY);
    CHECK_EQUAL(memory_notifier_await(g->notifier, "rejected", GS_NOTIFY_FAILED).outcome, GS_OUTCOME_REJECTED);
    CHECK_EQUAL(memory_notifier_await(g->notifier, "failing", GS_NOTIFY_FAILED).outcome, GS_OUTCOME_FAILED);
    gateway_end(g);
}

/* What changed nothing has to say so. */
static int is_void(int32_t status) {
    return status == GS_STALE || status == GS_ALREADY;
}

void a_completion_counts_once(void) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@manual", "held");
    const gs_id run_id = gateway_run_now(g, "a");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    CHECK_EQUAL(memory_executor_complete(g->executor, &run_id, 7, GS_RESULT_FAILED), GS_STALE);
    CHECK_EQUAL(memory_executor_complete(g->executor, &run_id, 1, GS_RESULT_SUCCEEDED), GS_OK);
    CHECK(is_void(memory_executor_complete(g->executor, &run_id, 1, GS_RESULT_FAILED)));
    CHECK(memory_executor_await_release(g->executor, "a"));
    CHECK(is_void(memory_executor_complete(g->executor, &run_id, 1, GS_RESULT_FAILED)));
    CHECK_EQUAL(gateway_run_row(g, run_id).outcome, GS_OUTCOME_SUCCEEDED);

    /* A run that nobody knows may be one of an earlier scheduler: its completion is taken, and comes to nothing. */
    const gs_id foreign = {{0xff}};
    const int32_t status = memory_executor_complete(g->executor, &foreign, 1, GS_RESULT_SUCCEEDED);
    CHECK(status == GS_OK || status == GS_STALE);
    CHECK_EQUAL(gateway_run_row(g, foreign).state, 0);

    gs_completion nonsense = {.struct_size = (uint32_t)sizeof(gs_completion), .result = 99};
    CHECK_EQUAL(g->api->complete_run(g->scheduler, &run_id, 1, &nonsense, &g->error), GS_INVALID);
    CHECK(gateway_error_tells(g));
    gateway_end(g);
}
