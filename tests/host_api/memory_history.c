/* memory_history.c - what is left behind: records that were announced, and rows that are purged.
 * Thread-safety: memory_storage.h. */
#include "memory_store.h"

#include <stdlib.h>

static gs_item_result judge_announced(const memory_call *call, const gs_id *id) {
    gs_record *record = memory_find_record(call->store, id);
    if (record == NULL) return memory_result(GS_ITEM_GONE);
    if (record->announced != 0) return memory_result(GS_ITEM_ALREADY);
    record->announced = 1;
    record->wake_at = GS_NO_TIME;
    return memory_result(GS_ITEM_DONE);
}

int32_t memory_records_announced(void *context, const gs_caller *caller, const gs_id *const *records, uint32_t count,
                                 gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_announced(&call, records[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

/* A row that may be purged, with the time that decides what is oldest. */
typedef struct old_row {
    int64_t time;
    gs_id id;
    int is_run;
} old_row;

static int compare_age(const void *left, const void *right) {
    const old_row *a = left;
    const old_row *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return memory_compare_ids(&a->id, &b->id);
}

/* How many rows of the same job are newer than the one at `index`, counted up to `enough`. */
static int64_t newer_rows(const memory_list *list, size_t index, int64_t enough, gs_string (*job_of)(const void *row)) {
    int64_t newer = 0;
    const gs_string job = job_of(list->items[index]);
    for (size_t i = index + 1; i < list->count && newer < enough; i++) {
        if (memory_compare_strings(job_of(list->items[i]), job) == 0) newer++;
    }
    return newer;
}

static gs_string job_of_run(const void *run) {
    return ((const gs_run *)run)->job_id;
}
static gs_string job_of_record(const void *record) {
    return ((const gs_record *)record)->job_id;
}

static int is_purged_run(const gs_run *run, const gs_purge *purge) {
    if (run->state != GS_STATE_CLOSED || run->announced == 0 || run->finished_at >= purge->before) return 0;
    return purge->outcomes == 0 || (purge->outcomes & (1 << run->outcome)) != 0;
}

static size_t collect_runs(const memory_storage *store, const gs_purge *purge, old_row *rows) {
    size_t count = 0;
    for (size_t i = 0; i < store->runs.count; i++) {
        const gs_run *run = store->runs.items[i];
        if (!is_purged_run(run, purge)) continue;
        if (newer_rows(&store->runs, i, purge->keep, job_of_run) < purge->keep) continue;
        rows[count++] = (old_row){run->finished_at, run->id, 1};
    }
    return count;
}

/* A purge by outcome is of runs only: records have none. */
static size_t collect_records(const memory_storage *store, const gs_purge *purge, old_row *rows) {
    size_t count = 0;
    for (size_t i = 0; purge->outcomes == 0 && i < store->records.count; i++) {
        const gs_record *record = store->records.items[i];
        if (record->announced == 0 || record->at >= purge->before) continue;
        if (newer_rows(&store->records, i, purge->keep, job_of_record) < purge->keep) continue;
        rows[count++] = (old_row){record->at, record->id, 0};
    }
    return count;
}

static void remove_row(memory_storage *store, const old_row *row) {
    memory_list *list = row->is_run ? &store->runs : &store->records;
    const size_t index = row->is_run ? memory_run_position(store, &row->id) : memory_record_position(store, &row->id);
    void *item = list->items[index];
    memory_list_remove(list, index);
    if (row->is_run) {
        memory_run_free(item);
    } else {
        memory_record_free(item);
    }
}

static int64_t purge_rows(memory_storage *store, const gs_purge *purge) {
    old_row *rows = memory_allocate((store->runs.count + store->records.count) * sizeof(old_row));
    size_t count = collect_runs(store, purge, rows);
    count += collect_records(store, purge, rows + count);
    qsort(rows, count, sizeof(old_row), compare_age);
    int64_t removed = 0;
    for (size_t i = 0; i < count && i < purge->limit; i++) {
        remove_row(store, &rows[i]);
        removed++;
    }
    free(rows);
    return removed;
}

static int owns_open_run(const memory_storage *store, const gs_id *incarnation) {
    for (size_t i = 0; i < store->runs.count; i++) {
        const gs_run *run = store->runs.items[i];
        const int owned = memory_compare_ids(&run->owner_incarnation, incarnation) == 0;
        if (owned && run->state != GS_STATE_CLOSED) return 1;
    }
    return 0;
}

/* Takes away the replicas that retired before; those that own open runs stay. */
static int64_t purge_replicas(memory_storage *store, int64_t before) {
    int64_t removed = 0;
    for (size_t i = store->replicas.count; i > 0; i--) {
        gs_replica *replica = store->replicas.items[i - 1];
        if (replica->retired == GS_REPLICA_ALIVE || replica->retired_at >= before) continue;
        if (owns_open_run(store, &replica->incarnation)) continue;
        memory_list_remove(&store->replicas, i - 1);
        memory_replica_free(replica);
        removed++;
    }
    return removed;
}

int32_t memory_purge(void *context, const gs_caller *caller, const gs_purge *purge, int64_t *removed, gs_answer *answer,
                     gs_error *error) {
    (void)error;
    static const char bad_keep[] = "purge: keep must be 1 or more";
    memory_call call = memory_open(context, caller, answer);
    gs_item_result result = memory_result(GS_ITEM_DONE);
    *removed = 0;
    if (!memory_may_write(&call)) {
        result.outcome = GS_ITEM_REFUSED;
    } else if (purge->keep < 1) {
        result.outcome = GS_ITEM_BAD;
        result.detail = (gs_string){bad_keep, sizeof(bad_keep) - 1};
    } else {
        *removed = purge_rows(call.store, purge);
        if (purge->outcomes == 0) *removed += purge_replicas(call.store, purge->before);
    }
    memory_answer_item(&call, 0, &result);
    return memory_close(&call);
}
