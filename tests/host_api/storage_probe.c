/* storage_probe.c - keeps copies of answers, and makes the items that tests vary. Thread-safety: one thread. */
#include "storage_probe.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "memory_rows.h"

gs_string text(const char *literal) {
    return (gs_string){literal, strlen(literal)};
}

gs_id numbered(int number) {
    gs_id id = {{0}};
    id.bytes[14] = (uint8_t)(number / 256);
    id.bytes[15] = (uint8_t)(number % 256);
    return id;
}

int same_id(gs_id left, gs_id right) {
    return memory_compare_ids(&left, &right) == 0;
}

static void keep_text(char *kept, gs_string value) {
    CHECK(value.size < PROBE_TEXT);
    if (value.size != 0) memcpy(kept, value.data, (size_t)value.size);
    kept[value.size] = '\0';
}

static void on_item(void *context, uint32_t index, const gs_item_result *result) {
    probe *p = context;
    CHECK_EQUAL(index, p->item_count);
    CHECK_EQUAL(result->struct_size, sizeof(gs_item_result));
    p->item_count++;
    p->outcome = result->outcome;
    p->result = *result;
    p->payload_size = result->job != NULL ? result->job->definition->payload.size : result->payload.size;
    if (result->run_count > 0) memcpy(p->busy, result->runs, (size_t)result->run_count * sizeof(gs_id));
}

static void on_job(void *context, const gs_job_row *row) {
    probe *p = context;
    probe_job *kept = &p->jobs[p->job_count++];
    kept->row = *row;
    kept->row.definition = NULL;
    keep_text(kept->id, row->definition->id);
    keep_text(kept->pause_reason, row->definition->pause_reason);
    kept->paused = row->definition->paused;
    kept->payload_size = row->definition->payload.size;
}

static void on_run(void *context, const gs_run *row) {
    probe *p = context;
    p->runs[p->run_count++] = *row;
}

static void on_record(void *context, const gs_record *row) {
    probe *p = context;
    p->records[p->record_count++] = *row;
}

static void on_replica(void *context, const gs_replica *row) {
    probe *p = context;
    p->replicas[p->replica_count++] = *row;
}

static void on_flag(void *context, const gs_id *run_id) {
    probe *p = context;
    p->flags[p->flag_count++] = *run_id;
}

static int64_t shown_clock(void *context) {
    return ((const probe *)context)->now;
}

static gs_answer *fresh(probe *p) {
    p->item_count = p->job_count = p->run_count = p->record_count = p->replica_count = p->flag_count = 0;
    p->outcome = 0;
    p->answer = (gs_answer){.struct_size = (uint32_t)sizeof(gs_answer),
                            .context = p,
                            .store_now = GS_NO_TIME,
                            .item = on_item,
                            .job = on_job,
                            .run = on_run,
                            .record = on_record,
                            .replica = on_replica,
                            .cancel_requested = on_flag};
    return &p->answer;
}

/* What must hold after every call. */
static int32_t one_item(probe *p, int32_t status) {
    CHECK_EQUAL(status, GS_OK);
    CHECK_EQUAL(p->answer.store_now, p->now);
    CHECK_EQUAL(p->item_count, 1);
    return p->outcome;
}

static void rows_only(const probe *p, int32_t status) {
    CHECK_EQUAL(status, GS_OK);
    CHECK_EQUAL(p->answer.store_now, p->now);
    CHECK_EQUAL(p->item_count, 0);
}

probe *probe_new(void) {
    probe *p = memory_allocate(sizeof(probe));
    p->now = PROBE_START;
    p->storage = memory_storage_new(shown_clock, p);
    p->table = memory_storage_table(p->storage);
    probe_speak_as(p, "one", 9001);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_DONE);
    return p;
}

void probe_free(probe *p) {
    memory_storage_free(p->storage);
    free(p);
}

void probe_speak_as(probe *p, const char *instance, int incarnation) {
    p->caller = (gs_caller){
        .struct_size = (uint32_t)sizeof(gs_caller), .instance = text(instance), .incarnation = numbered(incarnation)};
}

int32_t probe_join(probe *p, int predecessor) {
    const gs_join join = {.struct_size = (uint32_t)sizeof(gs_join),
                          .predecessor = numbered(predecessor),
                          .session = numbered(77),
                          .data_directory = numbered(78)};
    return one_item(p, p->table->join(p->table->context, &p->caller, &join, fresh(p), NULL));
}

int32_t probe_beat(probe *p) {
    return one_item(p, p->table->beat(p->table->context, &p->caller, fresh(p), NULL));
}

int32_t probe_retire(probe *p, int incarnation, int64_t beat, int32_t how) {
    const gs_retire retire = {(uint32_t)sizeof(gs_retire), how, numbered(incarnation), beat};
    return one_item(p, p->table->retire(p->table->context, &p->caller, &retire, fresh(p), NULL));
}

int32_t probe_put(probe *p, const gs_put_job *item) {
    return one_item(p, p->table->put_job(p->table->context, &p->caller, &item, 1, fresh(p), NULL));
}

int32_t probe_remove(probe *p, const char *id, int64_t version, const gs_record *record) {
    const gs_remove_job item = {
        .struct_size = (uint32_t)sizeof(gs_remove_job), .id = text(id), .version = version, .record = record};
    const gs_remove_job *items = &item;
    return one_item(p, p->table->remove_job(p->table->context, &p->caller, &items, 1, fresh(p), NULL));
}

int32_t probe_disable(probe *p, const char *id, int64_t version, const gs_record *record) {
    const gs_disable_job item = {.struct_size = (uint32_t)sizeof(gs_disable_job),
                                 .id = text(id),
                                 .version = version,
                                 .reason = text("the row cannot be read"),
                                 .record = record};
    const gs_disable_job *items = &item;
    return one_item(p, p->table->disable_job(p->table->context, &p->caller, &items, 1, fresh(p), NULL));
}

int32_t probe_claim(probe *p, const gs_claim *item) {
    return one_item(p, p->table->claim(p->table->context, &p->caller, &item, 1, fresh(p), NULL));
}

int32_t probe_pass(probe *p, const gs_pass *item) {
    return one_item(p, p->table->pass(p->table->context, &p->caller, &item, 1, fresh(p), NULL));
}

int32_t probe_begin(probe *p, int run, int64_t epoch, int32_t start) {
    const gs_begin item = {(uint32_t)sizeof(gs_begin), start, numbered(run), epoch};
    const gs_begin *items = &item;
    return one_item(p, p->table->begin(p->table->context, &p->caller, &items, 1, fresh(p), NULL));
}

int32_t probe_update(probe *p, const gs_update *item) {
    return one_item(p, p->table->update(p->table->context, &p->caller, &item, 1, fresh(p), NULL));
}

int32_t probe_ask_cancel(probe *p, int run, int32_t reason) {
    const gs_ask_cancel item = {(uint32_t)sizeof(gs_ask_cancel), reason, numbered(run)};
    const gs_ask_cancel *items = &item;
    return one_item(p, p->table->ask_cancel(p->table->context, &p->caller, &items, 1, fresh(p), NULL));
}

int32_t probe_announced(probe *p, int record) {
    const gs_id id = numbered(record);
    const gs_id *items = &id;
    return one_item(p, p->table->records_announced(p->table->context, &p->caller, &items, 1, fresh(p), NULL));
}

int64_t probe_purge(probe *p, const gs_purge *purge) {
    p->purged = (gs_purged){.struct_size = (uint32_t)sizeof(gs_purged), .removed = -1};
    one_item(p, p->table->purge(p->table->context, &p->caller, purge, &p->purged, fresh(p), NULL));
    return p->purged.removed;
}

uint32_t probe_get_job(probe *p, const char *id) {
    const gs_string key = text(id);
    rows_only(p, p->table->get_job(p->table->context, &p->caller, &key, fresh(p), NULL));
    return p->job_count;
}

uint32_t probe_jobs(probe *p, const char *after, uint32_t limit) {
    const gs_jobs_page page = {(uint32_t)sizeof(gs_jobs_page), limit, text(after), {NULL, 0}};
    rows_only(p, p->table->jobs(p->table->context, &p->caller, &page, fresh(p), NULL));
    return p->job_count;
}

uint32_t probe_due(probe *p, int64_t until, int64_t after_look_at, const char *after_id, uint32_t limit) {
    const gs_due_page page = {(uint32_t)sizeof(gs_due_page), limit, until, after_look_at, text(after_id)};
    rows_only(p, p->table->due_jobs(p->table->context, &p->caller, &page, fresh(p), NULL));
    return p->job_count;
}

uint32_t probe_wakes(probe *p, int64_t until, int64_t after_wake_at, int after_id, uint32_t limit) {
    const gs_wake_page page = {(uint32_t)sizeof(gs_wake_page), limit, until, after_wake_at, numbered(after_id)};
    rows_only(p, p->table->wake_runs(p->table->context, &p->caller, &page, fresh(p), NULL));
    return p->run_count + p->record_count;
}

uint32_t probe_runs(probe *p, const gs_runs_page *page) {
    rows_only(p, p->table->runs(p->table->context, &p->caller, page, fresh(p), NULL));
    return p->run_count;
}

uint32_t probe_records(probe *p, const char *job_id, int before, uint32_t limit) {
    const gs_records_page page = {.struct_size = (uint32_t)sizeof(gs_records_page),
                                  .limit = limit,
                                  .before = numbered(before),
                                  .job_id = text(job_id),
                                  .covering = GS_NO_TIME};
    return probe_record_page(p, &page);
}

uint32_t probe_record_page(probe *p, const gs_records_page *page) {
    rows_only(p, p->table->records(p->table->context, &p->caller, page, fresh(p), NULL));
    return p->record_count;
}

uint32_t probe_replicas(probe *p) {
    rows_only(p, p->table->replicas(p->table->context, &p->caller, fresh(p), NULL));
    return p->replica_count;
}
