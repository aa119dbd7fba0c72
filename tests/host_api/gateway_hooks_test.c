/* gateway_hooks_test.c - the plain C gateway: hooks that meddle, hang, come late or refuse. The hooks find their test
 * through one static variable, because their context belongs to the storage in memory. */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"
#include "wait.h"

static struct {
    gateway *gateway;
    gs_storage table; /* the storage in memory, one function replaced */
    const gs_storage *inner;
    gs_notifier notifier;
    waiter waiter;
    int inside; /* 1: a hook hangs */
    int go_on;  /* 1: it may return */
    int tries;
    atomic_int pause_status;
    atomic_int complete_status;
} test;

/* A gateway, not started, whose storage is test.table from its creation on. */
static gateway *with_own_storage(void (*replace)(gs_storage *table)) {
    gateway *g = gateway_new();
    test.gateway = g;
    test.inner = g->host.storage;
    test.table = *g->host.storage;
    replace(&test.table);
    g->host.storage = &test.table;
    gateway_replace_scheduler(g);
    return g;
}

static int32_t meddle(void *context, const gs_caller *caller, const gs_put_job *const *items, uint32_t count,
                      gs_answer *answer, gs_error *error) {
    const gateway *g = test.gateway;
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    atomic_store(&test.pause_status, g->api->pause(g->scheduler, text("a"), text(""), &change, NULL));
    const gs_id foreign = {{0xff}};
    const gs_completion completion = {.struct_size = (uint32_t)sizeof(gs_completion), .result = GS_RESULT_SUCCEEDED};
    atomic_store(&test.complete_status, g->api->complete_run(g->scheduler, &foreign, 1, &completion, NULL));
    return test.inner->put_job(context, caller, items, count, answer, error);
}

static void replace_put(gs_storage *table) {
    table->put_job = meddle;
}

void a_storage_hook_may_not_call_back(void) {
    gateway *g = with_own_storage(replace_put);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_OK);
    gateway_add(g, "a", "@manual", "inside");
    CHECK_EQUAL(atomic_load(&test.pause_status), GS_REENTRANT);
    CHECK(atomic_load(&test.complete_status) != GS_REENTRANT);
    gateway_end(g);
}

static int may_go_on(void *context) {
    (void)context;
    return test.go_on;
}

static int is_inside(void *context) {
    (void)context;
    return test.inside;
}

static int32_t hang(void *context, const gs_notice *notice, gs_error *error) {
    (void)context;
    (void)notice;
    (void)error;
    waiter_lock(&test.waiter);
    test.inside = 1;
    waiter_changed(&test.waiter);
    waiter_await(&test.waiter, may_go_on, NULL);
    waiter_unlock(&test.waiter);
    return GS_OK;
}

void a_hook_that_hangs_forbids_unloading(void) {
    waiter_init(&test.waiter);
    gateway *g = gateway_new();
    test.notifier = (gs_notifier){.struct_size = (uint32_t)sizeof(gs_notifier), .notify = hang};
    g->host.notifier = &test.notifier;
    gateway_replace_scheduler(g);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_OK);
    gateway_add(g, "a", "@manual", "inside");
    gateway_run_now(g, "a");
    waiter_lock(&test.waiter);
    CHECK(waiter_await(&test.waiter, is_inside, NULL));
    waiter_unlock(&test.waiter);

    CHECK_EQUAL(g->api->stop(g->scheduler, SECOND / 2, GS_STOP_CANCEL, &g->error), GS_STILL_INSIDE);
    CHECK(gateway_error_tells(g));
    waiter_lock(&test.waiter);
    test.go_on = 1;
    waiter_changed(&test.waiter);
    waiter_unlock(&test.waiter);
    gateway_end(g);
    waiter_destroy(&test.waiter);
}

static int32_t join_late(void *context, const gs_caller *caller, const gs_join *join, gs_answer *answer,
                         gs_error *error) {
    if (test.tries++ < 2) {
        if (error != NULL) snprintf(error->text, sizeof(error->text), "the store is not there yet");
        return GS_UNAVAILABLE;
    }
    return test.inner->join(context, caller, join, answer, error);
}

static void replace_join(gs_storage *table) {
    table->join = join_late;
}

void a_store_that_comes_late_is_waited_for(void) {
    gateway *g = with_own_storage(replace_join);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_OK);
    gs_health health = {.struct_size = (uint32_t)sizeof(gs_health)};
    CHECK_EQUAL(g->api->health(g->scheduler, &health), GS_OK);
    CHECK(health.healthy == 1 || strcmp(health.text, "ok") != 0);
    gateway_add(g, "a", "@every 1s", "inside");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    CHECK(test.tries >= 3);
    gateway_end(g);
}

static int32_t join_never(void *context, const gs_caller *caller, const gs_join *join, gs_answer *answer,
                          gs_error *error) {
    (void)context;
    (void)caller;
    (void)join;
    (void)answer;
    if (error != NULL) snprintf(error->text, sizeof(error->text), "the schema is newer than this storage");
    return GS_FAILED;
}

static void replace_join_for_good(gs_storage *table) {
    table->join = join_never;
}

void a_store_that_refuses_ends_the_start(void) {
    gateway *g = with_own_storage(replace_join_for_good);
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_FAILED);
    CHECK(strstr(g->error.text, "the schema is newer") != NULL);
    gateway_end(g);
}
