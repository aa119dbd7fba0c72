/* memory_purge.c - takes away what is too old or too many: two walks, each a page of an order over all rows.
 * Thread-safety: memory_storage.h. */
#include "memory_store.h"

#include <stdlib.h>
#include <string.h>

/* A run or a record, as far as a purge looks at it. */
typedef struct history_row {
    gs_string job_id;
    gs_id id;
    int64_t time;   /* of its end */
    int over;       /* closed, and announced */
    int newest;     /* of its job */
    int is_failure; /* runs only */
    int is_run;
} history_row;

static int by_age(const void *left, const void *right) {
    const history_row *a = left;
    const history_row *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return memory_compare_ids(&a->id, &b->id);
}

/* Both descending. */
static int by_job(const void *left, const void *right) {
    const history_row *a = left;
    const history_row *b = right;
    const int jobs = memory_compare_strings(b->job_id, a->job_id);
    return jobs != 0 ? jobs : memory_compare_ids(&b->id, &a->id);
}

static history_row row_of_run(const gs_run *run) {
    const int failure = run->outcome == GS_OUTCOME_FAILED || run->outcome == GS_OUTCOME_TIMED_OUT ||
                        run->outcome == GS_OUTCOME_LOST || run->outcome == GS_OUTCOME_REJECTED;
    const int over = run->state == GS_STATE_CLOSED && run->announced != 0;
    return (history_row){run->job_id, run->id, run->finished_at, over, 0, failure, 1};
}

static history_row row_of_record(const gs_record *record) {
    return (history_row){record->job_id, record->id, record->at, record->announced != 0, 0, 0, 0};
}

/* All of them in the order of the walk. */
static history_row *rows_in_order(const memory_storage *store, int runs, int age, size_t *count) {
    *count = runs ? store->runs.count : store->records.count;
    history_row *rows = memory_allocate((*count + 1) * sizeof(history_row));
    for (size_t i = 0; i < *count; i++) {
        rows[i] = runs ? row_of_run(store->runs.items[i]) : row_of_record(store->records.items[i]);
    }
    qsort(rows, *count, sizeof(history_row), by_job);
    for (size_t i = 0; i < *count; i++) {
        rows[i].newest = i == 0 || memory_compare_strings(rows[i - 1].job_id, rows[i].job_id) != 0;
    }
    if (age) qsort(rows, *count, sizeof(history_row), by_age);
    return rows;
}

static int is_behind(const history_row *row, const gs_purged *after, int age) {
    if (after == NULL) return 1;
    const gs_string job = {after->job_id, after->job_id_size};
    const history_row place = {.job_id = job, .id = after->id, .time = after->time};
    return age ? by_age(row, &place) > 0 : by_job(row, &place) > 0;
}

static void remove_row(memory_storage *store, const history_row *row) {
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

static int is_too_old(const history_row *row, const gs_purge *purge) {
    return row->time < (row->is_failure ? purge->failures_before : purge->before);
}

/* `stayed`: how many newer rows of its job stay. */
static int is_too_many(const history_row *row, const gs_purge *purge, int64_t stayed) {
    return stayed >= (row->is_failure ? purge->keep_failures : purge->keep);
}

static void note_place(gs_purged *purged, const history_row *row) {
    if (purged->job_id_size != row->job_id.size || memcmp(purged->job_id, row->job_id.data, row->job_id.size) != 0) {
        memcpy(purged->job_id, row->job_id.data, row->job_id.size);
        purged->job_id_size = (uint32_t)row->job_id.size;
        purged->stayed = 0;
    }
    purged->id = row->id;
    purged->time = row->time;
}

static void purge_history(memory_storage *store, const gs_purge *purge, gs_purged *purged) {
    const int runs = purge->what == GS_PURGE_RUNS_BY_AGE || purge->what == GS_PURGE_RUNS_BY_COUNT;
    const int age = purge->what == GS_PURGE_RUNS_BY_AGE || purge->what == GS_PURGE_RECORDS_BY_AGE;
    size_t count = 0;
    history_row *rows = rows_in_order(store, runs, age, &count);
    uint32_t looked_at = 0;
    for (size_t i = 0; i < count && looked_at < purge->limit; i++) {
        if (!is_behind(&rows[i], purge->after, age) || (age && !rows[i].over)) continue;
        if (age && rows[i].time >= purge->before) break;
        looked_at++;
        note_place(purged, &rows[i]);
        const int goes = age ? is_too_old(&rows[i], purge) : is_too_many(&rows[i], purge, purged->stayed);
        if (!goes || !rows[i].over || rows[i].newest) {
            purged->stayed++;
            continue;
        }
        purged->removed++;
        purged->failures += rows[i].is_failure;
        remove_row(store, &rows[i]);
    }
    purged->more = looked_at == purge->limit;
    free(rows);
}

static int owns_open_run(const memory_storage *store, const gs_id *incarnation) {
    for (size_t i = 0; i < store->runs.count; i++) {
        const gs_run *run = store->runs.items[i];
        const int owned = memory_compare_ids(&run->owner_incarnation, incarnation) == 0;
        if (owned && run->state != GS_STATE_CLOSED) return 1;
    }
    return 0;
}

static void purge_replicas(memory_storage *store, const gs_purge *purge, gs_purged *purged) {
    for (size_t i = store->replicas.count; i > 0 && purged->removed < purge->limit; i--) {
        gs_replica *replica = store->replicas.items[i - 1];
        if (replica->retired == GS_REPLICA_ALIVE || replica->retired_at >= purge->before) continue;
        if (owns_open_run(store, &replica->incarnation)) continue;
        memory_list_remove(&store->replicas, i - 1);
        memory_replica_free(replica);
        purged->removed++;
    }
    purged->more = purged->removed == purge->limit;
}

/* What is wrong with the item, or null. */
static const char *problem_of(const gs_purge *purge) {
    const int runs_by_count = purge->what == GS_PURGE_RUNS_BY_COUNT;
    const int by_count = runs_by_count || purge->what == GS_PURGE_RECORDS_BY_COUNT;
    if (purge->what < GS_PURGE_RUNS_BY_AGE || purge->what > GS_PURGE_REPLICAS) return "purge: what is unknown";
    if (purge->limit < 1 || purge->limit > GS_MAX_PURGE_LIMIT) return "purge: limit must be 1 to 10,000";
    if (by_count && purge->keep < 1) return "purge: keep must be 1 or more";
    if (runs_by_count && purge->keep_failures < purge->keep) return "purge: keep_failures must not be below keep";
    if (purge->what == GS_PURGE_RUNS_BY_AGE && purge->failures_before > purge->before) {
        return "purge: failures_before must not be later than before";
    }
    return NULL;
}

int32_t memory_purge(void *context, const gs_caller *caller, const gs_purge *purge, gs_purged *purged,
                     gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    gs_item_result result = memory_result(GS_ITEM_DONE);
    const char *problem = problem_of(purge);
    gs_purged told = {.struct_size = purged->struct_size};
    if (purge->after != NULL) {
        told.stayed = purge->after->stayed;
        told.job_id_size = purge->after->job_id_size;
        memcpy(told.job_id, purge->after->job_id, sizeof(told.job_id));
    }
    if (!memory_may_write(&call)) {
        result.outcome = GS_ITEM_REFUSED;
    } else if (problem != NULL) {
        result.outcome = GS_ITEM_BAD;
        result.detail = (gs_string){problem, strlen(problem)};
    } else if (purge->what == GS_PURGE_REPLICAS) {
        purge_replicas(call.store, purge, &told);
    } else {
        purge_history(call.store, purge, &told);
    }
    *purged = told;
    memory_answer_item(&call, 0, &result);
    return memory_close(&call);
}
