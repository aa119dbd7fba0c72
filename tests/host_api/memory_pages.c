/* memory_pages.c - the reads: rows by key, page by page. They change nothing. Thread-safety: memory_storage.h. */
#include "memory_store.h"

#include <stdlib.h>

/* A row in the order of a time and an id. */
typedef struct timed_row {
    int64_t time;
    const memory_job *job;
    const gs_run *run;
    const gs_record *record;
} timed_row;

static gs_id id_of(const timed_row *row) {
    return row->run != NULL ? row->run->id : row->record->id;
}

static int compare_jobs(const void *left, const void *right) {
    const timed_row *a = left;
    const timed_row *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return memory_compare_strings(a->job->definition.id, b->job->definition.id);
}

static int compare_wakes(const void *left, const void *right) {
    const timed_row *a = left;
    const timed_row *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    const gs_id first = id_of(a);
    const gs_id second = id_of(b);
    return memory_compare_ids(&first, &second);
}

static void visit_job(const memory_call *call, const memory_job *job, int with_payload) {
    gs_job definition = job->definition;
    if (!with_payload) definition.payload = (gs_bytes){NULL, 0};
    gs_job_row row = job->row;
    row.definition = &definition;
    call->answer->job(call->answer->context, &row);
}

int32_t memory_get_job(void *context, const gs_caller *caller, const gs_string *id, gs_answer *answer,
                       gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const memory_job *job = memory_find_job(call.store, *id);
    if (job != NULL) visit_job(&call, job, 1);
    return memory_close(&call);
}

static int has_other_zone_data(const memory_job *job, gs_string than) {
    const gs_string version = job->row.tzdata_version;
    return version.size > 0 && memory_compare_strings(version, than) != 0;
}

int32_t memory_jobs(void *context, const gs_caller *caller, const gs_jobs_page *page, gs_answer *answer,
                    gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    size_t index = memory_job_position(call.store, page->after);
    if (memory_find_job(call.store, page->after) != NULL) index++;
    for (uint32_t visited = 0; visited < page->limit && index < call.store->jobs.count; index++) {
        const memory_job *job = call.store->jobs.items[index];
        if (page->other_than.size > 0 && !has_other_zone_data(job, page->other_than)) continue;
        visit_job(&call, job, 0);
        visited++;
    }
    return memory_close(&call);
}

static int is_after(int64_t time, int order, int64_t after) {
    return after == GS_NO_TIME || time > after || (time == after && order > 0);
}

int32_t memory_due_jobs(void *context, const gs_caller *caller, const gs_due_page *page, gs_answer *answer,
                        gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    timed_row *due = memory_allocate(call.store->jobs.count * sizeof(timed_row));
    size_t count = 0;
    for (size_t i = 0; i < call.store->jobs.count; i++) {
        const memory_job *job = call.store->jobs.items[i];
        const int64_t look_at = job->row.look_at;
        if (look_at == GS_NO_TIME || look_at > page->until) continue;
        const int order = memory_compare_strings(job->definition.id, page->after_id);
        if (!is_after(look_at, order, page->after_look_at)) continue;
        due[count++] = (timed_row){.time = look_at, .job = job};
    }
    qsort(due, count, sizeof(timed_row), compare_jobs);
    for (size_t i = 0; i < count && i < page->limit; i++) visit_job(&call, due[i].job, 0);
    free(due);
    return memory_close(&call);
}

static int wakes(int64_t wake_at, const gs_id *id, const gs_wake_page *page) {
    if (wake_at == GS_NO_TIME || wake_at > page->until) return 0;
    return is_after(wake_at, memory_compare_ids(id, &page->after_id), page->after_wake_at);
}

int32_t memory_wake_runs(void *context, const gs_caller *caller, const gs_wake_page *page, gs_answer *answer,
                         gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const memory_list *runs = &call.store->runs;
    const memory_list *records = &call.store->records;
    timed_row *rows = memory_allocate((runs->count + records->count) * sizeof(timed_row));
    size_t count = 0;
    for (size_t i = 0; i < runs->count; i++) {
        const gs_run *run = runs->items[i];
        if (wakes(run->wake_at, &run->id, page)) rows[count++] = (timed_row){.time = run->wake_at, .run = run};
    }
    for (size_t i = 0; i < records->count; i++) {
        const gs_record *record = records->items[i];
        if (!wakes(record->wake_at, &record->id, page)) continue;
        rows[count++] = (timed_row){.time = record->wake_at, .record = record};
    }
    qsort(rows, count, sizeof(timed_row), compare_wakes);
    for (size_t i = 0; i < count && i < page->limit; i++) {
        if (rows[i].run != NULL) {
            answer->run(answer->context, rows[i].run);
        } else {
            answer->record(answer->context, rows[i].record);
        }
    }
    free(rows);
    return memory_close(&call);
}

static int is_wanted(gs_string wanted, gs_string value) {
    return wanted.size == 0 || memory_compare_strings(wanted, value) == 0;
}

static int run_matches(const gs_run *run, const gs_runs_page *page) {
    if (!memory_is_zero(&page->run_id) && memory_compare_ids(&page->run_id, &run->id) != 0) return 0;
    if (page->states != 0 && (page->states & run->state) == 0) return 0;
    if (page->due_at != GS_NO_TIME && page->due_at != run->due_at) return 0;
    return is_wanted(page->job_id, run->job_id) && is_wanted(page->concurrency_key, run->concurrency_key) &&
           is_wanted(page->owner_instance, run->owner_instance);
}

int32_t memory_runs(void *context, const gs_caller *caller, const gs_runs_page *page, gs_answer *answer,
                    gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    size_t index = call.store->runs.count;
    if (!memory_is_zero(&page->before)) index = memory_run_position(call.store, &page->before);
    for (uint32_t visited = 0; index > 0 && visited < page->limit; index--) {
        const gs_run *run = call.store->runs.items[index - 1];
        if (!run_matches(run, page)) continue;
        answer->run(answer->context, run);
        visited++;
    }
    return memory_close(&call);
}

static int record_matches(const gs_record *record, const gs_records_page *page) {
    if (!is_wanted(page->job_id, record->job_id)) return 0;
    if (page->events != 0 && record->kind != GS_RECORD_EVENT) return 0;
    if (page->covering == GS_NO_TIME) return 1;
    return record->first_due != GS_NO_TIME && record->first_due <= page->covering && record->last_due >= page->covering;
}

int32_t memory_records(void *context, const gs_caller *caller, const gs_records_page *page, gs_answer *answer,
                       gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    size_t index = call.store->records.count;
    if (!memory_is_zero(&page->before)) index = memory_record_position(call.store, &page->before);
    for (uint32_t visited = 0; index > 0 && visited < page->limit; index--) {
        const gs_record *record = call.store->records.items[index - 1];
        if (!record_matches(record, page)) continue;
        answer->record(answer->context, record);
        visited++;
    }
    return memory_close(&call);
}
