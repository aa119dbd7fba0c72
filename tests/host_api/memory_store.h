/* memory_store.h - the inside of the store in memory: its rows, and one call of its table as a transaction.
 *
 * Thread-safety: everything here is called between memory_open and memory_close, which hold the store's mutex.
 */
#ifndef TESTS_MEMORY_STORE_H
#define TESTS_MEMORY_STORE_H

#include <pthread.h>

#include "memory_rows.h"
#include "memory_storage.h"

#define MEMORY_BUSY_RUNS 16

struct memory_storage {
    gs_storage table;
    pthread_mutex_t mutex;
    memory_clock_fn clock;
    void *clock_context;
    int64_t sequence;      /* of the job versions */
    memory_list jobs;      /* of memory_job, by id */
    memory_list runs;      /* of gs_run, by id */
    memory_list records;   /* of gs_record, by id */
    memory_list replicas;  /* of gs_replica, in the order of joining */
    memory_list calendars; /* of gs_calendar, by name */
};

/* One call of the table. */
typedef struct memory_call {
    memory_storage *store;
    const gs_caller *caller;
    gs_answer *answer;
    int64_t now; /* the store's clock, read when the call had got the mutex */
    gs_id busy[MEMORY_BUSY_RUNS];
} memory_call;

/* The call's store is null when it comes from inside a visitor of this store: the function then answers GS_REENTRANT.
 */
memory_call memory_open(void *context, const gs_caller *caller, gs_answer *answer);
/* Tells the owner's cancel flags and the store's clock, and lets the next call in. Returns GS_OK. */
int32_t memory_close(memory_call *call);

/* 1: the caller has joined and is not retired. */
int memory_may_write(const memory_call *call);
gs_item_result memory_result(int32_t outcome);
/* Tells the result; without an `at` of its own it took effect now. */
void memory_answer_item(const memory_call *call, uint32_t index, const gs_item_result *result);

int64_t memory_next_version(memory_storage *store);
memory_job *memory_find_job(const memory_storage *store, gs_string id);
/* The index of the first job with an id that is not below `id`; likewise for runs and records. */
size_t memory_job_position(const memory_storage *store, gs_string id);
size_t memory_run_position(const memory_storage *store, const gs_id *id);
size_t memory_record_position(const memory_storage *store, const gs_id *id);
gs_run *memory_find_run(const memory_storage *store, const gs_id *id);
gs_record *memory_find_record(const memory_storage *store, const gs_id *id);
gs_replica *memory_find_replica(const memory_storage *store, const gs_id *incarnation);
/* The alive replica of this instance other than `except`, or null. */
gs_replica *memory_living_replica(const memory_storage *store, gs_string instance, const gs_id *except);

/* Inserts a copy with when and who filled in. A null record is none. */
void memory_insert_record(const memory_call *call, const gs_record *record, int64_t generation);

/* How a run is closed, by whatever closes it. */
typedef struct memory_close_run {
    int32_t outcome;
    int32_t reason;
    int32_t announced;
    int64_t wake_at;
    int64_t next_fire; /* arms a job that has none; GS_NO_TIME: does not */
} memory_close_run;

/* The job's version before and after such a write; both 0 when the job was not written. */
typedef struct memory_versions {
    int64_t before;
    int64_t after;
} memory_versions;

/* Closes the run and writes its job's counters, version and look_at. */
memory_versions memory_end_run(const memory_call *call, gs_run *run, const memory_close_run *how);
/* Closes the run as canceled for `reason`, or for that of its cancel flag, to be announced at once. */
memory_versions memory_end_canceled(const memory_call *call, gs_run *run, int32_t reason);
/* Arms the job of a closed run, if it waits for that. */
memory_versions memory_arm(const memory_call *call, const gs_run *run, int64_t next_fire);
/* Closes the waiting runs of a job as canceled by its gate. */
void memory_hold(const memory_call *call, gs_string job_id);
/* Counts the job's claimed and running runs into the result. */
void memory_count_runs(const memory_call *call, gs_string job_id, gs_item_result *result);

/* The functions of the table, by the file that has them. */
/* memory_replicas.c */
int32_t memory_join(void *context, const gs_caller *caller, const gs_join *join, gs_answer *answer, gs_error *error);
int32_t memory_beat(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);
int32_t memory_retire(void *context, const gs_caller *caller, const gs_retire *retire, gs_answer *answer,
                      gs_error *error);
int32_t memory_replicas(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);
/* memory_pages.c */
int32_t memory_get_job(void *context, const gs_caller *caller, const gs_string *id, gs_answer *answer, gs_error *error);
int32_t memory_jobs(void *context, const gs_caller *caller, const gs_jobs_page *page, gs_answer *answer,
                    gs_error *error);
int32_t memory_due_jobs(void *context, const gs_caller *caller, const gs_due_page *page, gs_answer *answer,
                        gs_error *error);
int32_t memory_wake_runs(void *context, const gs_caller *caller, const gs_wake_page *page, gs_answer *answer,
                         gs_error *error);
int32_t memory_runs(void *context, const gs_caller *caller, const gs_runs_page *page, gs_answer *answer,
                    gs_error *error);
int32_t memory_records(void *context, const gs_caller *caller, const gs_records_page *page, gs_answer *answer,
                       gs_error *error);
/* memory_calendars.c */
int32_t memory_calendars(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);
/* memory_edits.c */
int32_t memory_put_job(void *context, const gs_caller *caller, const gs_put_job *const *items, uint32_t count,
                       gs_answer *answer, gs_error *error);
int32_t memory_remove_job(void *context, const gs_caller *caller, const gs_remove_job *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error);
int32_t memory_disable_job(void *context, const gs_caller *caller, const gs_disable_job *const *items, uint32_t count,
                           gs_answer *answer, gs_error *error);
/* memory_claim.c */
int32_t memory_claim(void *context, const gs_caller *caller, const gs_claim *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error);
int32_t memory_pass(void *context, const gs_caller *caller, const gs_pass *const *items, uint32_t count,
                    gs_answer *answer, gs_error *error);
/* memory_runs.c */
int32_t memory_begin(void *context, const gs_caller *caller, const gs_begin *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error);
int32_t memory_update(void *context, const gs_caller *caller, const gs_update *const *items, uint32_t count,
                      gs_answer *answer, gs_error *error);
int32_t memory_ask_cancel(void *context, const gs_caller *caller, const gs_ask_cancel *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error);
/* memory_history.c */
int32_t memory_records_announced(void *context, const gs_caller *caller, const gs_id *const *records, uint32_t count,
                                 gs_answer *answer, gs_error *error);
/* memory_purge.c */
int32_t memory_purge(void *context, const gs_caller *caller, const gs_purge *purge, gs_purged *purged,
                     gs_answer *answer, gs_error *error);

#endif
