/* storage_probe.h - calls a storage table one item at a time and keeps copies of what it answered.
 *
 * Thread-safety: one thread.
 */
#ifndef TESTS_STORAGE_PROBE_H
#define TESTS_STORAGE_PROBE_H

#include "memory_storage.h"

#define PROBE_ROWS 32
#define PROBE_TEXT 64
#define SECOND INT64_C(1000000)
#define PROBE_START (1000 * SECOND) /* the store's clock at first, and when updates to running say that it started */

typedef struct probe_job {
    gs_job_row row; /* without its definition */
    char id[PROBE_TEXT];
    char pause_reason[PROBE_TEXT];
    int32_t paused;
    uint64_t payload_size;
} probe_job;

typedef struct probe {
    memory_storage *storage;
    const gs_storage *table;
    int64_t now; /* what the store's clock shows */
    gs_caller caller;
    gs_answer answer;
    /* What the last call answered. */
    int32_t outcome; /* of its last item */
    gs_item_result result;
    gs_id busy[PROBE_ROWS];
    uint64_t payload_size;
    uint32_t item_count, job_count, run_count, record_count, replica_count, flag_count;
    probe_job jobs[PROBE_ROWS];
    gs_run runs[PROBE_ROWS]; /* without text */
    gs_record records[PROBE_ROWS];
    gs_replica replicas[PROBE_ROWS];
    gs_id flags[PROBE_ROWS];
    gs_purged purged;
} probe;

gs_string text(const char *literal);
/* An id whose last two bytes are `number`: ids of growing numbers are in growing order. */
gs_id numbered(int number);
int same_id(gs_id left, gs_id right);

/* A store whose clock shows 1,000 s and that instance "one" has joined as incarnation 9001. */
probe *probe_new(void);
void probe_free(probe *p);
void probe_speak_as(probe *p, const char *instance, int incarnation);

/* Each clears the last answer, calls, and returns the outcome of the item. */
int32_t probe_join(probe *p, int predecessor);
int32_t probe_beat(probe *p);
int32_t probe_retire(probe *p, int incarnation, int64_t beat, int32_t how);
int32_t probe_put(probe *p, const gs_put_job *item);
int32_t probe_remove(probe *p, const char *id, int64_t version, const gs_record *record);
int32_t probe_disable(probe *p, const char *id, int64_t version, const gs_record *record);
int32_t probe_claim(probe *p, const gs_claim *item);
int32_t probe_pass(probe *p, const gs_pass *item);
int32_t probe_begin(probe *p, int run, int64_t epoch, int32_t start);
int32_t probe_update(probe *p, const gs_update *item);
int32_t probe_ask_cancel(probe *p, int run, int32_t reason);
int32_t probe_announced(probe *p, int record);
/* Returns how many rows it removed; the answer is in `purged`. */
int64_t probe_purge(probe *p, const gs_purge *purge);

/* Each clears the last answer and returns how many rows were visited. */
uint32_t probe_get_job(probe *p, const char *id);
uint32_t probe_jobs(probe *p, const char *after, uint32_t limit);
uint32_t probe_due(probe *p, int64_t until, int64_t after_look_at, const char *after_id, uint32_t limit);
uint32_t probe_wakes(probe *p, int64_t until, int64_t after_wake_at, int after_id, uint32_t limit);
uint32_t probe_runs(probe *p, const gs_runs_page *page);
uint32_t probe_records(probe *p, const char *job_id, int before, uint32_t limit);
uint32_t probe_record_page(probe *p, const gs_records_page *page);
uint32_t probe_replicas(probe *p);

/* Puts job `id` with next fire, fire and look at `next_fire`, and returns its version. */
int64_t probe_add(probe *p, const char *id, int64_t next_fire);
/* A claim of what probe_add made, due at its next fire, moving it on to `next_fire`. */
gs_claim probe_claim_item(const char *job_id, int64_t generation, int64_t version, int run, int64_t due_at,
                          int64_t next_fire);
gs_update probe_update_item(int run, int64_t epoch, int32_t from_states, int32_t to_state);
gs_record probe_record(int id, const char *job_id, int64_t first_due, int64_t last_due);
/* The run's present row. */
gs_run probe_run(probe *p, int run);
/* The job's present row; an empty id when there is none. */
probe_job probe_job_row(probe *p, const char *id);

#endif
