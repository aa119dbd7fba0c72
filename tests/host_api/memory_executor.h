/* memory_executor.h - an executor in plain C that carries nothing out: what a job's payload says decides how its
 * attempts go, and a test watches them.
 *
 *   inside    completes before `start` has returned
 *   thread    completes from the executor's own thread
 *   held      goes on until memory_executor_complete or a cancellation ends it
 *   flaky     the first attempt fails temporarily, the later ones succeed
 *   busy, rejected, failing    `start` answers so
 *
 * Thread-safety: everything may be called from any thread; no call into the scheduler is made under the mutex.
 */
#ifndef TESTS_MEMORY_EXECUTOR_H
#define TESTS_MEMORY_EXECUTOR_H

#include <gateway_scheduler/scheduler.h>

#define MEMORY_JOB_ID_SIZE 64

typedef struct memory_executor memory_executor;

/* One attempt, as far as it has got. */
typedef struct memory_attempt {
    gs_id run_id;
    int32_t attempt;
    char job_id[MEMORY_JOB_ID_SIZE];
    int64_t due_at;
    int32_t trigger;
    int32_t state;         /* GS_ATTEMPT_GOING or GS_ATTEMPT_ENDED */
    int32_t result;        /* GS_RESULT_* once it has ended */
    int32_t canceled;      /* 1: cancel was called */
    int32_t cancel_reason; /* with what */
    int32_t released;      /* 1: its end is durable */
} memory_attempt;

memory_executor *memory_executor_new(void);
const gs_executor *memory_executor_table(memory_executor *executor);
/* Ends its thread. No scheduler may use it any more. */
void memory_executor_free(memory_executor *executor);

/* Completions go to this scheduler from now on. */
void memory_executor_serve(memory_executor *executor, const gs_scheduler_api *api, gs_scheduler *scheduler);

/* How many attempts of the job were started. */
int memory_executor_starts(memory_executor *executor, const char *job_id);
/* Waits until there were `starts` of them; 0 when that took too long. */
int memory_executor_await_starts(memory_executor *executor, const char *job_id, int starts);
/* The job's latest attempt; all zero when there is none. */
memory_attempt memory_executor_latest(memory_executor *executor, const char *job_id);
/* Waits until the job's latest attempt was released; 0 when that took too long. */
int memory_executor_await_release(memory_executor *executor, const char *job_id);
/* Waits until the job's latest attempt was asked to end; 0 when that took too long. */
int memory_executor_await_cancel(memory_executor *executor, const char *job_id);
/* Ends a held attempt and completes it; returns what complete_run answered. */
int32_t memory_executor_complete(memory_executor *executor, const gs_id *run_id, int32_t attempt, int32_t result);

#endif
