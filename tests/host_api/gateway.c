/* gateway.c - wiring: the plugin's scheduler over hooks that live in memory. Thread-safety: one thread. */
#include "gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "memory_rows.h"

enum { EVERY_EVENT = 63, PAGE = 1000 };

gs_string text(const char *literal) {
    return (gs_string){literal, strlen(literal)};
}

static void create_scheduler(gateway *g) {
    CHECK_EQUAL(g->api->create(&g->host, &g->options, &g->scheduler, &g->error), GS_OK);
    if (g->scheduler == NULL) {
        fprintf(stderr, "no scheduler: %s\n", g->error.text);
        exit(1);
    }
    memory_executor_serve(g->executor, g->api, g->scheduler);
}

gateway *gateway_new(void) {
    gateway *g = memory_allocate(sizeof(gateway));
    g->plugin = plugin_load();
    g->api = g->plugin.api;
    g->storage = memory_storage_new(NULL, NULL);
    g->executor = memory_executor_new();
    g->notifier = memory_notifier_new();
    g->host = (gs_host){.struct_size = (uint32_t)sizeof(gs_host),
                        .storage = memory_storage_table(g->storage),
                        .executor = memory_executor_table(g->executor),
                        .notifier = memory_notifier_table(g->notifier)};
    g->options = (gs_options){.struct_size = (uint32_t)sizeof(gs_options),
                              .max_concurrent = 16,
                              .instance = text("plain-c"),
                              .data_directory = {{7}},
                              .predecessor_dead = 1};
    g->error.struct_size = (uint32_t)sizeof(gs_error);
    create_scheduler(g);
    return g;
}

gateway *gateway_started(void) {
    gateway *g = gateway_new();
    CHECK_EQUAL(g->api->start(g->scheduler, &g->error), GS_OK);
    return g;
}

void gateway_replace_scheduler(gateway *g) {
    gs_scheduler *old = g->scheduler;
    g->scheduler = NULL;
    create_scheduler(g);
    g->api->destroy(old);
}

void gateway_end(gateway *g) {
    CHECK_EQUAL(g->api->stop(g->scheduler, 10 * SECOND, GS_STOP_CANCEL, &g->error), GS_OK);
    g->api->destroy(g->scheduler);
    memory_executor_free(g->executor);
    memory_notifier_free(g->notifier);
    memory_storage_free(g->storage);
    plugin_unload(&g->plugin);
    free(g);
}

gs_job gateway_job(const gateway *g, const char *id, const char *schedule, const char *payload) {
    gs_job job;
    memset(&job, 0xee, sizeof(job)); /* job_init has to fill every field. */
    job.struct_size = (uint32_t)sizeof(gs_job);
    g->api->job_init(&job);
    job.id = text(id);
    job.schedule = text(schedule);
    job.payload = (gs_bytes){(const uint8_t *)payload, strlen(payload)};
    job.notify_on = EVERY_EVENT;
    job.retry_delay = 1000;
    return job;
}

void gateway_add(gateway *g, const char *id, const char *schedule, const char *payload) {
    const gs_job job = gateway_job(g, id, schedule, payload);
    gs_change change = {.struct_size = (uint32_t)sizeof(gs_change)};
    CHECK_EQUAL(g->api->add_or_update(g->scheduler, &job, GS_REVISION_ANY, &change, &g->error), GS_OK);
    CHECK_EQUAL(change.what, GS_CHANGE_CREATED);
    CHECK_EQUAL(change.revision, 1);
}

gs_id gateway_run_now(gateway *g, const char *id) {
    gs_id run_id = {{0}};
    CHECK_EQUAL(g->api->run_now(g->scheduler, text(id), &run_id, &g->error), GS_OK);
    return run_id;
}

/* What a read of the storage has visited. */
typedef struct visited {
    gs_run run;
    int jobs;
    int runs;
    int scheduled;
    int64_t due[PAGE];
} visited;

static void on_job(void *context, const gs_job_row *row) {
    (void)row;
    ((visited *)context)->jobs++;
}

static void on_run(void *context, const gs_run *row) {
    visited *seen = context;
    seen->run = *row;
    seen->runs++;
    if (row->trigger == GS_TRIGGER_SCHEDULE) seen->due[seen->scheduled++] = row->due_at;
}

static gs_answer answer_to(visited *seen) {
    return (gs_answer){.struct_size = (uint32_t)sizeof(gs_answer), .context = seen, .job = on_job, .run = on_run};
}

static const gs_caller reader = {.struct_size = (uint32_t)sizeof(gs_caller)};

gs_run gateway_run_row(gateway *g, gs_id run_id) {
    visited *seen = memory_allocate(sizeof(visited));
    gs_answer answer = answer_to(seen);
    const gs_runs_page page = {
        .struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 1, .run_id = run_id, .due_at = GS_NO_TIME};
    const gs_storage *table = g->host.storage;
    CHECK_EQUAL(table->runs(table->context, &reader, &page, &answer, NULL), GS_OK);
    const gs_run run = seen->run;
    free(seen);
    return run;
}

int gateway_has_job(gateway *g, const char *id) {
    visited *seen = memory_allocate(sizeof(visited));
    gs_answer answer = answer_to(seen);
    const gs_string key = text(id);
    const gs_storage *table = g->host.storage;
    CHECK_EQUAL(table->get_job(table->context, &reader, &key, &answer, NULL), GS_OK);
    const int jobs = seen->jobs;
    free(seen);
    return jobs;
}

gateway_fires gateway_count_fires(gateway *g, const char *id) {
    visited *seen = memory_allocate(sizeof(visited));
    gs_answer answer = answer_to(seen);
    const gs_runs_page page = {
        .struct_size = (uint32_t)sizeof(gs_runs_page), .limit = PAGE, .job_id = text(id), .due_at = GS_NO_TIME};
    const gs_storage *table = g->host.storage;
    CHECK_EQUAL(table->runs(table->context, &reader, &page, &answer, NULL), GS_OK);
    gateway_fires fires = {.runs = seen->scheduled};
    for (int i = 0; i < seen->scheduled; i++) {
        for (int j = 0; j < i; j++) fires.twins += seen->due[i] == seen->due[j];
    }
    free(seen);
    return fires;
}

int gateway_error_tells(const gateway *g) {
    return g->error.text[0] != '\0';
}
