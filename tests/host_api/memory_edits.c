/* memory_edits.c - the writes that change what a job says: put, remove, disable. Thread-safety: memory_storage.h. */
#include "memory_store.h"

/* Has the old next fire become due without the record disposing of it? */
static int leaves_due_instant(const memory_call *call, const memory_job *job, const gs_record *record) {
    const int64_t next_fire = job->row.next_fire;
    if (next_fire == GS_NO_TIME || next_fire > call->now) return 0;
    return record == NULL || record->first_due > next_fire || record->last_due < next_fire;
}

static memory_job *insert_job(const memory_call *call, const gs_put_job *item) {
    memory_job *job = memory_job_new(item->row->definition);
    job->row.generation = memory_next_version(call->store);
    job->row.created_at = call->now;
    job->row.last_fired_at = GS_NO_TIME;
    job->row.last_success_at = GS_NO_TIME;
    memory_list_insert(&call->store->jobs, memory_job_position(call->store, job->definition.id), job);
    return job;
}

static void write_job(const memory_call *call, memory_job *job, const gs_job_row *row) {
    job->row.next_fire = row->next_fire;
    job->row.fire_at = row->fire_at;
    job->row.cursor = row->cursor;
    job->row.look_at = row->look_at;
    job->row.writer = row->writer;
    job->row.disabled = row->disabled;
    job->row.failures_in_row = row->failures_in_row;
    job->row.revision = row->revision;
    memory_set_string(&job->row.tzdata_version, row->tzdata_version);
    job->row.updated_at = call->now;
}

static gs_item_result judge_put(const memory_call *call, const gs_put_job *item) {
    memory_job *job = memory_find_job(call->store, item->row->definition->id);
    gs_item_result result = memory_result(GS_ITEM_DONE);
    if (job != NULL && memory_compare_ids(&job->row.writer, &item->row->writer) == 0) {
        result.outcome = GS_ITEM_ALREADY;
        result.version = job->row.version;
        memory_count_runs(call, job->definition.id, &result);
        return result;
    }
    if ((job == NULL ? 0 : job->row.version) != item->expected_version) return memory_result(GS_ITEM_CONFLICT);
    const int moves = job != NULL && job->row.next_fire != item->row->next_fire;
    if (moves && leaves_due_instant(call, job, item->record)) return memory_result(GS_ITEM_STALE);

    if (job == NULL) {
        job = insert_job(call, item);
        job->row.version = job->row.generation;
    } else {
        memory_job_define(job, item->row->definition);
        job->row.version = memory_next_version(call->store);
    }
    if (item->hold != 0) memory_hold(call, job->definition.id);
    const int64_t version = job->row.version;
    write_job(call, job, item->row);
    memory_insert_record(call, item->record, job->row.generation);
    result.version = version;
    memory_count_runs(call, job->definition.id, &result);
    return result;
}

static gs_item_result judge_remove(const memory_call *call, const gs_remove_job *item) {
    memory_storage *store = call->store;
    memory_job *job = memory_find_job(store, item->id);
    if (job == NULL) return memory_result(GS_ITEM_GONE);
    if (job->row.version != item->version) return memory_result(GS_ITEM_CONFLICT);
    if (leaves_due_instant(call, job, item->record)) return memory_result(GS_ITEM_STALE);

    gs_item_result result = memory_result(GS_ITEM_DONE);
    memory_hold(call, item->id);
    memory_insert_record(call, item->record, job->row.generation);
    memory_list_remove(&store->jobs, memory_job_position(store, item->id));
    memory_job_free(job);
    result.version = memory_next_version(store);
    memory_count_runs(call, item->id, &result);
    return result;
}

static gs_item_result judge_disable(const memory_call *call, const gs_disable_job *item) {
    memory_job *job = memory_find_job(call->store, item->id);
    gs_item_result result = memory_result(GS_ITEM_DONE);
    if (memory_find_record(call->store, &item->record->id) != NULL) {
        result.outcome = GS_ITEM_ALREADY;
        if (job != NULL) result.version = job->row.version;
        memory_count_runs(call, item->id, &result);
        return result;
    }
    if (job == NULL) return memory_result(GS_ITEM_GONE);
    if (job->row.version != item->version) return memory_result(GS_ITEM_CONFLICT);

    memory_hold(call, item->id);
    job->definition.paused = 1;
    memory_set_string(&job->definition.pause_reason, item->reason);
    job->row.disabled = 1;
    job->row.fire_at = GS_NO_TIME;
    job->row.look_at = GS_NO_TIME;
    job->row.version = memory_next_version(call->store);
    memory_insert_record(call, item->record, job->row.generation);
    result.version = job->row.version;
    memory_count_runs(call, item->id, &result);
    return result;
}

int32_t memory_put_job(void *context, const gs_caller *caller, const gs_put_job *const *items, uint32_t count,
                       gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_put(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

int32_t memory_remove_job(void *context, const gs_caller *caller, const gs_remove_job *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_remove(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

int32_t memory_disable_job(void *context, const gs_caller *caller, const gs_disable_job *const *items, uint32_t count,
                           gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_disable(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}
