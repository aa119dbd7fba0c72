/* gateway_stop_test.c - the plain C gateway: the three ways to stop. */
#include <pthread.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"

static gateway *with_held_run(gs_id *run_id) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@manual", "held");
    *run_id = gateway_run_now(g, "a");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    return g;
}

typedef struct late_end {
    gateway *gateway;
    gs_id run_id;
} late_end;

/* The run ends while stop is draining, or a moment before. */
static void *end_run(void *context) {
    const late_end *late = context;
    CHECK_EQUAL(memory_executor_complete(late->gateway->executor, &late->run_id, 1, GS_RESULT_SUCCEEDED), GS_OK);
    return NULL;
}

void stop_drains(void) {
    gs_id run_id;
    gateway *g = with_held_run(&run_id);
    gateway_add(g, "b", "@manual", "held");
    const gs_id left = gateway_run_now(g, "b");
    CHECK(memory_executor_await_starts(g->executor, "b", 1));
    late_end late = {g, run_id};
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, end_run, &late), 0);
    CHECK_EQUAL(g->api->stop(g->scheduler, 5 * SECOND, GS_STOP_DRAIN, &g->error), GS_OK);
    pthread_join(thread, NULL);
    CHECK_EQUAL(gateway_run_row(g, run_id).outcome, GS_OUTCOME_SUCCEEDED);
    const gs_run canceled = gateway_run_row(g, left);
    CHECK_EQUAL(canceled.outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(canceled.reason, GS_REASON_STOPPED);
    gateway_end(g);
}

void stop_cancels(void) {
    gs_id run_id;
    gateway *g = with_held_run(&run_id);
    gateway_add(g, "every second", "@every 1s", "inside");
    CHECK_EQUAL(g->api->stop(g->scheduler, 10 * SECOND, GS_STOP_CANCEL, &g->error), GS_OK);
    const int starts = memory_executor_starts(g->executor, "every second");
    CHECK_EQUAL(memory_executor_latest(g->executor, "a").canceled, 1);
    const gs_run run = gateway_run_row(g, run_id);
    CHECK_EQUAL(run.state, GS_STATE_CLOSED);
    CHECK_EQUAL(run.outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(run.reason, GS_REASON_STOPPED);
    const gs_job job = gateway_job(g, "late", "@manual", "inside");
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, NULL, &g->error), GS_NOT_RUNNING);
    CHECK_EQUAL(memory_executor_starts(g->executor, "every second"), starts);
    gateway_end(g);
}

void stop_hands_over(void) {
    gs_id run_id;
    gateway *g = with_held_run(&run_id);
    CHECK_EQUAL(g->api->stop(g->scheduler, 10 * SECOND, GS_STOP_HAND_OVER, &g->error), GS_OK);
    CHECK_EQUAL(memory_executor_latest(g->executor, "a").canceled, 0);
    CHECK_EQUAL(gateway_run_row(g, run_id).state, GS_STATE_RUNNING);

    gateway_replace_scheduler(g);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_OK);
    CHECK_EQUAL(memory_executor_complete(g->executor, &run_id, 1, GS_RESULT_SUCCEEDED), GS_OK);
    const memory_notice notice = memory_notifier_await(g->notifier, "a", GS_NOTIFY_COMPLETED);
    CHECK_EQUAL(notice.attempt, 1);
    CHECK_EQUAL(gateway_run_row(g, run_id).outcome, GS_OUTCOME_SUCCEEDED);
    CHECK_EQUAL(memory_executor_starts(g->executor, "a"), 1);
    gateway_end(g);
}

void start_and_stop_are_idempotent(void) {
    gateway *g = gateway_started();
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_ALREADY);
    CHECK_EQUAL(g->api->stop(g->scheduler, SECOND, GS_STOP_DRAIN, &g->error), GS_OK);
    CHECK_EQUAL(g->api->stop(g->scheduler, SECOND, GS_STOP_DRAIN, &g->error), GS_OK);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_REFUSED);
    gs_health health = {.struct_size = (uint32_t)sizeof(gs_health)};
    CHECK_EQUAL(g->api->health(g->scheduler, &health), GS_OK);
    CHECK_EQUAL(health.state, GS_HEALTH_STOPPED);
    CHECK_EQUAL(health.healthy, 0);
    gateway_end(g);

    g = gateway_new();
    CHECK_EQUAL(g->api->stop(g->scheduler, SECOND, 17, &g->error), GS_INVALID);
    CHECK_EQUAL(g->api->stop(g->scheduler, SECOND, GS_STOP_CANCEL, &g->error), GS_OK);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_REFUSED);
    gateway_end(g);
}
