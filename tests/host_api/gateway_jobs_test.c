/* gateway_jobs_test.c - the plain C gateway: jobs fire, are paused, changed and removed. */
#include <string.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"

void jobs_fire_and_are_told_of(void) {
    gateway *g = gateway_started();
    gateway_add(g, "every second", "@every 1s", "inside");
    gateway_add(g, "by another thread", "@every 1s", "thread");
    gateway_add(g, "next year", "0 0 1 1 *", "inside");
    CHECK(memory_executor_await_starts(g->executor, "every second", 3));
    CHECK(memory_executor_await_starts(g->executor, "by another thread", 2));
    CHECK(memory_executor_await_release(g->executor, "every second"));
    const memory_notice notice = memory_notifier_await(g->notifier, "by another thread", GS_NOTIFY_COMPLETED);
    CHECK_EQUAL(notice.outcome, GS_OUTCOME_SUCCEEDED);

    const gateway_fires fires = gateway_count_fires(g, "every second");
    CHECK(fires.runs >= 3);
    CHECK_EQUAL(fires.twins, 0);
    CHECK_EQUAL(memory_executor_starts(g->executor, "next year"), 0);
    const memory_attempt attempt = memory_executor_latest(g->executor, "every second");
    CHECK_EQUAL(attempt.trigger, GS_TRIGGER_SCHEDULE);
    CHECK_EQUAL(attempt.attempt, 1);
    CHECK_EQUAL(attempt.due_at % SECOND, 0);

    gs_stats stats = {.struct_size = (uint32_t)sizeof(gs_stats)};
    CHECK_EQUAL(g->api->stats(g->scheduler, &stats), GS_OK);
    CHECK(stats.claims >= 5);
    CHECK(stats.succeeded >= 3);
    gs_health health = {.struct_size = (uint32_t)sizeof(gs_health)};
    CHECK_EQUAL(g->api->health(g->scheduler, &health), GS_OK);
    CHECK_EQUAL(health.state, GS_HEALTH_RUNNING);
    CHECK_EQUAL(health.healthy, 1);
    CHECK_TEXT(health.text, "ok");
    gateway_end(g);
}

void the_schedulers_own_jobs_can_only_be_paused(void) {
    gateway *g = gateway_started();
    const gs_string id = text("system/retention");
    gs_job job = {.struct_size = (uint32_t)sizeof(gs_job)};
    g->api->job_init(&job);
    job.schedule = text("@daily");
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    for (int own = 0; own < 2; own++) {
        job.id = own ? text("system/mine") : id;
        CHECK_EQUAL(g->api->validate(g->scheduler, &job, &g->error), GS_INVALID);
        CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, &change, &g->error), GS_INVALID);
        CHECK_TEXT(g->error.field, "id");
        CHECK(gateway_error_tells(g));
        CHECK_EQUAL(g->api->cancel(g->scheduler, job.id, &change, &g->error), GS_REFUSED);
        CHECK(gateway_error_tells(g));
    }
    /* The scheduler stores it by itself, right after its start; each call is one way to the store and back. */
    for (int tries = 0; tries < 1000; tries++) {
        if (g->api->pause(g->scheduler, id, text("an audit"), &change, &g->error) != GS_NOT_FOUND) break;
    }
    CHECK_EQUAL(change.what, GS_CHANGE_PAUSED);
    gs_id run_id;
    CHECK_EQUAL(g->api->run_now(g->scheduler, id, &run_id, &g->error), GS_REFUSED);
    CHECK_EQUAL(g->api->resume(g->scheduler, id, &change, &g->error), GS_OK);
    CHECK_EQUAL(g->api->run_now(g->scheduler, id, &run_id, &g->error), GS_OK);
    CHECK_EQUAL(memory_executor_starts(g->executor, "system/retention"), 0);
    gateway_end(g);
}

void a_paused_job_does_not_fire(void) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@every 1s", "inside");
    gateway_add(g, "canary", "@every 1s", "inside");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    CHECK_EQUAL(g->api->pause(g->scheduler, text("a"), text("for a while"), &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_PAUSED);
    const int starts = memory_executor_starts(g->executor, "a");
    CHECK_EQUAL(g->api->pause(g->scheduler, text("a"), text("again"), &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_UNCHANGED);
    gs_id run_id;
    CHECK_EQUAL(g->api->run_now(g->scheduler, text("a"), &run_id, &g->error), GS_REFUSED);
    CHECK(gateway_error_tells(g));

    const int canary = memory_executor_starts(g->executor, "canary");
    CHECK(memory_executor_await_starts(g->executor, "canary", canary + 3));
    CHECK_EQUAL(memory_executor_starts(g->executor, "a"), starts);

    CHECK_EQUAL(g->api->resume(g->scheduler, text("a"), &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_RESUMED);
    CHECK(change.next_fire_at != GS_NO_TIME);
    CHECK_EQUAL(g->api->resume(g->scheduler, text("a"), &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_UNCHANGED);
    CHECK(memory_executor_await_starts(g->executor, "a", starts + 2));
    CHECK_EQUAL(gateway_count_fires(g, "a").twins, 0);
    CHECK_EQUAL(g->api->pause(g->scheduler, text("unknown"), text(""), &change, &g->error), GS_NOT_FOUND);
    CHECK_EQUAL(g->api->resume(g->scheduler, text("unknown"), &change, &g->error), GS_NOT_FOUND);
    gateway_end(g);
}

void run_now_stands_beside_the_schedule(void) {
    gateway *g = gateway_started();
    gateway_add(g, "by hand", "@manual", "held");
    const gs_id run_id = gateway_run_now(g, "by hand");
    CHECK(memory_executor_await_starts(g->executor, "by hand", 1));
    const memory_attempt attempt = memory_executor_latest(g->executor, "by hand");
    CHECK(memcmp(attempt.run_id.bytes, run_id.bytes, sizeof(run_id.bytes)) == 0);
    CHECK_EQUAL(attempt.trigger, GS_TRIGGER_MANUAL);
    gs_id second;
    CHECK_EQUAL(g->api->run_now(g->scheduler, text("by hand"), &second, &g->error), GS_REFUSED);
    CHECK_EQUAL(g->api->run_now(g->scheduler, text("unknown"), &second, &g->error), GS_NOT_FOUND);
    CHECK_EQUAL(memory_executor_complete(g->executor, &run_id, 1, GS_RESULT_SUCCEEDED), GS_OK);
    CHECK(memory_executor_await_release(g->executor, "by hand"));
    CHECK_EQUAL(gateway_run_row(g, run_id).outcome, GS_OUTCOME_SUCCEEDED);
    gateway_end(g);
}

void a_removed_job_leaves_its_history(void) {
    gateway *g = gateway_started();
    gateway_add(g, "a", "@every 1s", "inside");
    gateway_add(g, "canary", "@every 1s", "inside");
    CHECK(memory_executor_await_starts(g->executor, "a", 1));
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    CHECK_EQUAL(g->api->cancel(g->scheduler, text("a"), &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_REMOVED);
    const int starts = memory_executor_starts(g->executor, "a");
    CHECK_EQUAL(gateway_has_job(g, "a"), 0);
    CHECK(gateway_count_fires(g, "a").runs >= 1);
    CHECK_EQUAL(g->api->cancel(g->scheduler, text("a"), &change, &g->error), GS_NOT_FOUND);
    const int canary = memory_executor_starts(g->executor, "canary");
    CHECK(memory_executor_await_starts(g->executor, "canary", canary + 2));
    CHECK_EQUAL(memory_executor_starts(g->executor, "a"), starts);
    gateway_add(g, "a", "@every 1s", "inside");
    CHECK(memory_executor_await_starts(g->executor, "a", starts + 1));
    CHECK_EQUAL(gateway_count_fires(g, "a").twins, 0);
    gateway_end(g);
}

void an_upsert_says_what_it_did(void) {
    gateway *g = gateway_started();
    gs_job job = gateway_job(g, "a", "0 9 * * *", "inside");
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, 4, &change, &g->error), GS_CONFLICT);
    CHECK_EQUAL(gateway_has_job(g, "a"), 0);
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ABSENT, &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_CREATED);
    const int64_t next_fire_at = change.next_fire_at;
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ABSENT, &change, &g->error), GS_CONFLICT);
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_UNCHANGED);
    CHECK_EQUAL(change.revision, 1);
    job.name = text("every morning");
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, 1, &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_UPDATED);
    CHECK_EQUAL(change.revision, 2);
    CHECK_EQUAL(change.next_fire_at, next_fire_at);
    job.schedule = text("0 10 * * *");
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, &change, &g->error), GS_OK);
    CHECK(change.next_fire_at != next_fire_at);
    job.schedule = text("0 0 30 2 *");
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, &change, &g->error), GS_INVALID);
    CHECK(gateway_error_tells(g));
    gateway_end(g);
}
