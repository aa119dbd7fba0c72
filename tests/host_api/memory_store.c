/* memory_store.c - the store itself: made, freed, its rows found, a call opened and closed.
 * Thread-safety: memory_open takes the mutex and memory_close gives it back. */
#include "memory_store.h"

#include <stdlib.h>
#include <time.h>

static int64_t wall_clock(void *context) {
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

memory_storage *memory_storage_new(memory_clock_fn clock, void *context) {
    memory_storage *store = memory_allocate(sizeof(memory_storage));
    pthread_mutex_init(&store->mutex, NULL);
    store->clock = clock == NULL ? wall_clock : clock;
    store->clock_context = context;
    store->table = (gs_storage){
        .struct_size = (uint32_t)sizeof(gs_storage),
        .exclusive = 1,
        .context = store,
        .join = memory_join,
        .beat = memory_beat,
        .retire = memory_retire,
        .replicas = memory_replicas,
        .get_job = memory_get_job,
        .jobs = memory_jobs,
        .due_jobs = memory_due_jobs,
        .wake_runs = memory_wake_runs,
        .runs = memory_runs,
        .records = memory_records,
        .calendars = memory_calendars,
        .put_job = memory_put_job,
        .remove_job = memory_remove_job,
        .disable_job = memory_disable_job,
        .claim = memory_claim,
        .pass = memory_pass,
        .begin = memory_begin,
        .update = memory_update,
        .ask_cancel = memory_ask_cancel,
        .records_announced = memory_records_announced,
        .purge = memory_purge,
    };
    return store;
}

const gs_storage *memory_storage_table(memory_storage *storage) {
    return &storage->table;
}

void memory_storage_free(memory_storage *storage) {
    if (storage == NULL) return;
    memory_list_free(&storage->jobs, memory_job_free);
    memory_list_free(&storage->runs, memory_run_free);
    memory_list_free(&storage->records, memory_record_free);
    memory_list_free(&storage->replicas, memory_replica_free);
    memory_list_free(&storage->calendars, memory_calendar_free);
    pthread_mutex_destroy(&storage->mutex);
    free(storage);
}

/* The store that this thread is inside of: the mutex would wait for itself. */
static _Thread_local const memory_storage *inside;

memory_call memory_open(void *context, const gs_caller *caller, gs_answer *answer) {
    memory_call call = {.store = context, .caller = caller, .answer = answer};
    if (call.store == inside) {
        call.store = NULL;
        return call;
    }
    pthread_mutex_lock(&call.store->mutex);
    inside = call.store;
    call.now = call.store->clock(call.store->clock_context);
    return call;
}

static void tell_cancel_flags(const memory_call *call) {
    if (call->answer->cancel_requested == NULL) return;
    for (size_t i = 0; i < call->store->runs.count; i++) {
        const gs_run *run = call->store->runs.items[i];
        if (run->cancel_requested == 0 || run->state == GS_STATE_CLOSED) continue;
        if (memory_compare_ids(&run->owner_incarnation, &call->caller->incarnation) != 0) continue;
        call->answer->cancel_requested(call->answer->context, &run->id);
    }
}

int32_t memory_close(memory_call *call) {
    tell_cancel_flags(call);
    call->answer->store_now = call->store->clock(call->store->clock_context);
    inside = NULL;
    pthread_mutex_unlock(&call->store->mutex);
    return GS_OK;
}

int memory_may_write(const memory_call *call) {
    const gs_replica *replica = memory_find_replica(call->store, &call->caller->incarnation);
    return replica != NULL && replica->retired == GS_REPLICA_ALIVE;
}

gs_item_result memory_result(int32_t outcome) {
    return (gs_item_result){.struct_size = (uint32_t)sizeof(gs_item_result), .outcome = outcome};
}

void memory_answer_item(const memory_call *call, uint32_t index, const gs_item_result *result) {
    gs_item_result told = *result;
    if (told.at == 0) told.at = call->now;
    if (call->answer->item != NULL) call->answer->item(call->answer->context, index, &told);
}

int64_t memory_next_version(memory_storage *store) {
    return ++store->sequence;
}

size_t memory_job_position(const memory_storage *store, gs_string id) {
    size_t low = 0;
    size_t high = store->jobs.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const memory_job *job = store->jobs.items[middle];
        if (memory_compare_strings(job->definition.id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t position_of_id(const memory_list *list, const gs_id *id, const gs_id *(*id_of)(const void *item)) {
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (memory_compare_ids(id_of(list->items[middle]), id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const gs_id *id_of_run(const void *run) {
    return &((const gs_run *)run)->id;
}
static const gs_id *id_of_record(const void *record) {
    return &((const gs_record *)record)->id;
}

size_t memory_run_position(const memory_storage *store, const gs_id *id) {
    return position_of_id(&store->runs, id, id_of_run);
}

size_t memory_record_position(const memory_storage *store, const gs_id *id) {
    return position_of_id(&store->records, id, id_of_record);
}

memory_job *memory_find_job(const memory_storage *store, gs_string id) {
    const size_t index = memory_job_position(store, id);
    if (index == store->jobs.count) return NULL;
    memory_job *job = store->jobs.items[index];
    return memory_compare_strings(job->definition.id, id) == 0 ? job : NULL;
}

gs_run *memory_find_run(const memory_storage *store, const gs_id *id) {
    const size_t index = memory_run_position(store, id);
    if (index == store->runs.count) return NULL;
    gs_run *run = store->runs.items[index];
    return memory_compare_ids(&run->id, id) == 0 ? run : NULL;
}

gs_record *memory_find_record(const memory_storage *store, const gs_id *id) {
    const size_t index = memory_record_position(store, id);
    if (index == store->records.count) return NULL;
    gs_record *record = store->records.items[index];
    return memory_compare_ids(&record->id, id) == 0 ? record : NULL;
}

gs_replica *memory_find_replica(const memory_storage *store, const gs_id *incarnation) {
    for (size_t i = 0; i < store->replicas.count; i++) {
        gs_replica *replica = store->replicas.items[i];
        if (memory_compare_ids(&replica->incarnation, incarnation) == 0) return replica;
    }
    return NULL;
}

gs_replica *memory_living_replica(const memory_storage *store, gs_string instance, const gs_id *except) {
    for (size_t i = 0; i < store->replicas.count; i++) {
        gs_replica *replica = store->replicas.items[i];
        if (replica->retired != GS_REPLICA_ALIVE) continue;
        if (memory_compare_strings(replica->instance, instance) != 0) continue;
        if (memory_compare_ids(&replica->incarnation, except) != 0) return replica;
    }
    return NULL;
}

void memory_insert_record(const memory_call *call, const gs_record *record, int64_t generation) {
    if (record == NULL || memory_find_record(call->store, &record->id) != NULL) return; /* one of each id */
    gs_record row = *record;
    if (row.generation == 0) row.generation = generation;
    row.at = call->now;
    row.by_instance = call->caller->instance;
    row.by_incarnation = call->caller->incarnation;
    memory_list_insert(&call->store->records, memory_record_position(call->store, &row.id), memory_record_new(&row));
}
