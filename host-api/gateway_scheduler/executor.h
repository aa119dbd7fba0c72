/* executor.h - what the host lends so that runs are carried out.
 *
 * History
 *   0.1  first shape.
 *
 * A run is started asynchronously: `start` accepts an attempt, and the host completes it later through
 * complete_run of scheduler.h, from any thread, perhaps before `start` has returned. Everything is named by
 * {run id, attempt}, so a later scheduler can take the completion of an attempt that an earlier one started.
 */
#ifndef GATEWAY_SCHEDULER_EXECUTOR_H
#define GATEWAY_SCHEDULER_EXECUTOR_H

#include "abi.h"
#include "job.h"
#include "run.h"

/* How an attempt ended, as the executor saw it. */
enum {
    GS_RESULT_SUCCEEDED = 1,
    GS_RESULT_FAILED = 2,             /* the same attempt would fail again */
    GS_RESULT_FAILED_TEMPORARILY = 3, /* a retry may succeed */
    GS_RESULT_CANCELED = 4,           /* it ended because cancel was called */
    GS_RESULT_BUSY = 5,               /* somebody else holds what it needs: recorded as a skip, not a failure */
    GS_RESULT_REJECTED = 6            /* the executor will never accept this run */
};

/* The end of one attempt. Borrowed for the call. */
typedef struct gs_completion {
    uint32_t struct_size;
    int32_t result;           /* GS_RESULT_* */
    gs_bytes output;          /* at most GS_MAX_OUTPUT_SIZE are kept; more is cut on a UTF-8 boundary and flagged */
    int32_t output_truncated; /* 1: the executor has already cut it */
    int32_t reserved;
    gs_string error; /* one sentence for people, or empty */
} gs_completion;

/* What the executor is told to do. Borrowed for the call. */
typedef struct gs_start {
    uint32_t struct_size;
    int32_t attempt; /* 1 and up */
    gs_id run_id;    /* the idempotency key, the same for all attempts */
    int64_t due_at;
    int32_t trigger;   /* GS_TRIGGER_* */
    int32_t units;     /* of capacity that it takes up */
    const gs_job *job; /* the definition as this attempt uses it, payload included */
    int64_t revision;  /* of that definition */
    int64_t lateness;  /* duration since due_at */
    int64_t merged;    /* older instants that this run stands for as well; -1: more than can be counted */
} gs_start;

/* Answers of `query`. */
enum {
    GS_ATTEMPT_GOING = 1,         /* it is going, or its start is still inside */
    GS_ATTEMPT_ENDED = 2,         /* it has ended, and is not released yet: `ended` was called with how */
    GS_ATTEMPT_NEVER_STARTED = 3, /* this executor session is sure that it never began */
    GS_ATTEMPT_UNKNOWN = 4
};

typedef void (*gs_ended_fn)(void *context, const gs_completion *completion);

/* The table. It and its context outlive the scheduler. Functions come from one executor thread of the scheduler,
 * never two at once, and should return within a second: meanwhile no other run starts. */
typedef struct gs_executor {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;

    /* Names the executor's present life. It changes whenever attempts may have been forgotten, that is with each
     * process unless attempts live elsewhere and can be asked for. Not zero. */
    gs_id session;

    /* Begin the attempt. GS_OK: accepted, a completion will follow. GS_ALREADY: this {run, attempt} was started
     * before; nothing begins twice. GS_BUSY: recorded as a skip. GS_REFUSED: recorded as rejected.
     * GS_UNAVAILABLE: failed temporarily, retries apply. Any other status: failed. `error` says why.
     * [executor thread | briefly | yes] Required. */
    int32_t (*start)(void *context, const gs_start *start, gs_error *error);

    /* Ask the attempt to end. It ends when it is completed; GS_RESULT_CANCELED says that this call was why.
     * `reason` is a GS_REASON_*, or GS_REASON_NONE for the attempt's timeout. GS_NOT_FOUND: no such attempt here.
     * [executor thread | briefly | yes] Required. */
    int32_t (*cancel)(void *context, const gs_id *run_id, int32_t attempt, int32_t reason, gs_error *error);

    /* What became of the attempt? Writes a GS_ATTEMPT_* to `state`; for `ended` calls `ended` once before it
     * returns. Asked only of attempts whose replica row names this session.
     * [executor thread | briefly | no] Optional, together with release. Without the two, handing over is refused
     * and every run of an earlier scheduler is of unknown outcome. */
    int32_t (*query)(void *context, const gs_id *run_id, int32_t attempt, int32_t *state, gs_ended_fn ended,
                     void *ended_context, gs_error *error);

    /* The attempt's end is durable in the store; the executor may forget it. Unknown attempts are ignored.
     * [executor thread | briefly | no] Optional, together with query. */
    void (*release)(void *context, const gs_id *run_id, int32_t attempt);
} gs_executor;

#endif
