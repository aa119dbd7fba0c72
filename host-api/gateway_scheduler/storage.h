/* storage.h - what the host lends so that the scheduler remembers: the table of functions, and what they answer.
 * The items of the writes are in storage_item.h.
 *
 * History
 *   0.1  first shape.
 *
 * The storage holds no policy: it compares and swaps, counts the active runs of a concurrency key, and keeps the
 * one clock that counts. Each call is one transaction. Items of one call take effect in order, each seeing the
 * ones before; an item that is refused leaves no trace and does not hinder the others. Counting and inserting are
 * serial per concurrency key, whatever replicas do. When a write returns GS_OK, its effects are durable.
 *
 * Items that have no bearing on each other may also be carried out in several transactions: claims without a job, key
 * or run in common, updates without a run in common of which no two close runs of one job. If one of them fails behind
 * another, the call returns GS_UNAVAILABLE: it took effect in part, and the scheduler sends all of it again.
 */
#ifndef GATEWAY_SCHEDULER_STORAGE_H
#define GATEWAY_SCHEDULER_STORAGE_H

#include "abi.h"
#include "job.h"
#include "run.h"
#include "storage_item.h"

/* What one item of a write came to. */
enum {
    GS_ITEM_DONE = 1,
    GS_ITEM_ALREADY = 2,  /* the effect is in place, by this very item sent before */
    GS_ITEM_CONFLICT = 3, /* the version, epoch or state is not the one that the item names */
    GS_ITEM_STALE = 4,    /* put, remove: next_fire has become due and the record does not cover it: decide again */
    GS_ITEM_BUSY = 5,     /* claim: the concurrency key is full; `runs` tells with what */
    GS_ITEM_EARLY = 6,    /* claim, pass: beyond the store's clock */
    GS_ITEM_REFUSED = 7,  /* the caller's incarnation is retired, or the owner's instance is alive */
    GS_ITEM_GONE = 8,     /* no such row, or it is closed already */
    GS_ITEM_BAD = 9       /* this item can never be carried out; `detail` says why */
};

/* The answer to one item. Borrowed for the call of the visitor. */
typedef struct gs_item_result {
    uint32_t struct_size;
    int32_t outcome;      /* GS_ITEM_* */
    int64_t version;      /* the job's version after put, remove, disable, claim, pass, update that closes; else 0 */
    int64_t epoch;        /* begin, claim: the run's epoch after it */
    int32_t attempt;      /* begin, claim: the run's attempt after it */
    int32_t state;        /* begin, update, ask_cancel: the run's GS_STATE_* after it */
    int32_t run_outcome;  /* begin, update, ask_cancel: the run's GS_OUTCOME_* after it */
    int32_t claimed_runs; /* put, remove, disable: runs of the job that are claimed */
    int32_t running_runs; /* put, remove, disable: runs of the job that are running */
    int32_t run_count;
    const gs_id *runs;      /* busy: the active runs of the key, oldest first, up to 16 */
    const gs_job_row *job;  /* begin with start: the job with its payload, when the run may start; else null */
    gs_bytes payload;       /* claim: the job's payload */
    gs_string detail;       /* bad: why */
    int64_t version_before; /* update, begin, ask_cancel that close a run: the version that the job had before */
    int64_t at;             /* when the item took effect, by the store's clock: the run's claimed_at, finished_at */
} gs_item_result;

/* Where a call's answers go, owned by the caller. The storage calls the visitors on the calling thread, before it
 * returns, in order of the rows or items; all pointers given to them are borrowed for that call. What was
 * visited counts only if the function then returns GS_OK. A visitor does not call the table: from inside an answer of
 * its own, every function of it answers GS_REENTRANT and does nothing. A visitor copies and returns: the call is under
 * way as long as it takes, and may hold up others. */
typedef struct gs_answer {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;
    int64_t store_now; /* written by the storage in every answer: its clock, read as late as it can */

    void (*item)(void *context, uint32_t index, const gs_item_result *result); /* writes: once for each item */
    void (*job)(void *context, const gs_job_row *row);
    void (*run)(void *context, const gs_run *row);
    void (*record)(void *context, const gs_record *row);
    void (*replica)(void *context, const gs_replica *row);
    void (*calendar)(void *context, const gs_calendar *row);

    /* In every answer to an incarnation that owns open runs: each of them whose cancel flag is set. */
    void (*cancel_requested)(void *context, const gs_id *run_id);
} gs_answer;

/* Who calls. Writes of an incarnation that is retired answer GS_ITEM_REFUSED for every item (join excepted). */
typedef struct gs_caller {
    uint32_t struct_size;
    uint32_t reserved;
    gs_string instance;
    gs_id incarnation;
} gs_caller;

/* The table. It and its context outlive the scheduler. Functions are called from the scheduler's storage threads,
 * one writing and one reading, and purge from a third, so three at once at most; they may block, 30 s at most, and may
 * call back only complete_run and progress. A purge must not keep the others waiting for longer than one of its calls
 * takes.
 *
 * Statuses: GS_OK; GS_UNAVAILABLE: not for the moment, perhaps applied, the same call is sent again; GS_FAILED:
 * permanently and nothing applied, the call is sent again in halves until the bad item stands alone. */
typedef struct gs_storage {
    uint32_t struct_size;
    int32_t exclusive; /* 1: only one process can open this store: no observing, no fencing */
    void *context;

    /* Replicas */
    int32_t (*join)(void *context, const gs_caller *caller, const gs_join *join, gs_answer *answer, gs_error *error);
    int32_t (*beat)(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);
    int32_t (*retire)(void *context, const gs_caller *caller, const gs_retire *retire, gs_answer *answer,
                      gs_error *error);
    int32_t (*replicas)(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);

    /* Reads. They change nothing. Pages are by key: a page that is shorter than its limit is the last. */
    int32_t (*get_job)(void *context, const gs_caller *caller, const gs_string *id, gs_answer *answer,
                       gs_error *error); /* with payload; no visit: no such job */
    int32_t (*jobs)(void *context, const gs_caller *caller, const gs_jobs_page *page, gs_answer *answer,
                    gs_error *error);
    int32_t (*due_jobs)(void *context, const gs_caller *caller, const gs_due_page *page, gs_answer *answer,
                        gs_error *error);
    int32_t (*wake_runs)(void *context, const gs_caller *caller, const gs_wake_page *page, gs_answer *answer,
                         gs_error *error);
    int32_t (*runs)(void *context, const gs_caller *caller, const gs_runs_page *page, gs_answer *answer,
                    gs_error *error);
    int32_t (*records)(void *context, const gs_caller *caller, const gs_records_page *page, gs_answer *answer,
                       gs_error *error);
    int32_t (*calendars)(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error);

    /* Writes */
    int32_t (*put_job)(void *context, const gs_caller *caller, const gs_put_job *const *items, uint32_t count,
                       gs_answer *answer, gs_error *error);
    int32_t (*remove_job)(void *context, const gs_caller *caller, const gs_remove_job *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error);
    int32_t (*disable_job)(void *context, const gs_caller *caller, const gs_disable_job *const *items, uint32_t count,
                           gs_answer *answer, gs_error *error);
    int32_t (*claim)(void *context, const gs_caller *caller, const gs_claim *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error);
    int32_t (*pass)(void *context, const gs_caller *caller, const gs_pass *const *items, uint32_t count,
                    gs_answer *answer, gs_error *error);
    int32_t (*begin)(void *context, const gs_caller *caller, const gs_begin *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error);
    int32_t (*update)(void *context, const gs_caller *caller, const gs_update *const *items, uint32_t count,
                      gs_answer *answer, gs_error *error);
    int32_t (*ask_cancel)(void *context, const gs_caller *caller, const gs_ask_cancel *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error);
    int32_t (*records_announced)(void *context, const gs_caller *caller, const gs_id *const *records, uint32_t count,
                                 gs_answer *answer, gs_error *error);
    int32_t (*purge)(void *context, const gs_caller *caller, const gs_purge *purge, gs_purged *purged,
                     gs_answer *answer, gs_error *error);
} gs_storage;

#endif
