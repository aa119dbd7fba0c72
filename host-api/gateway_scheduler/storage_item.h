/* storage_item.h - the items that the storage's functions take: preconditions and effects, exactly.
 *
 * History
 *   0.1  first shape.
 *
 * For every item the order of judgement is: the caller is retired, or never joined -> refused; its own effect in
 * place -> already; then the preconditions as listed. join, beat, retire and purge are answered as one item of index 0.
 * "Raises the version" gives the job row the next number of the store's sequence; `version` in a result is the job's
 * present one. A record whose generation is 0 gets that of its job. "Closes as canceled" without more: outcome
 * canceled, not announced, wake_at and finished_at now, the job's counters, version and look_at as by update; a run
 * whose cancel flag is set closes with the reason that it was set with. Whoever announces such a run also arms its job,
 * if that is anchored at completion.
 */
#ifndef GATEWAY_SCHEDULER_STORAGE_ITEM_H
#define GATEWAY_SCHEDULER_STORAGE_ITEM_H

#include "abi.h"
#include "job.h"
#include "run.h"

/* join: `predecessor` is the incarnation of this instance name that is alive, or zero for none; anything else
 * -> conflict. Effect: the predecessor is retired by a join, a row for `caller` is inserted, alive, beat 1.
 * Sent again: already. A caller that was retired before -> refused. */
typedef struct gs_join {
    uint32_t struct_size;
    uint32_t reserved;
    gs_id predecessor;
    gs_id session;
    gs_id data_directory;
} gs_join;

/* retire: `incarnation` is alive and its beat is `beat` -> retired with `how`. Not alive any more: already. Another
 * beat: conflict. A scheduler retires itself with beat 0, which stands for any. */
typedef struct gs_retire {
    uint32_t struct_size;
    int32_t how; /* GS_REPLICA_RETIRED_BY_* */
    gs_id incarnation;
    int64_t beat;
} gs_retire;

/* jobs with id > after, by id, without payload. With `other_than` only those whose tzdata_version is neither empty nor
 * this one; the cost does not grow with the jobs that are left out. */
typedef struct gs_jobs_page {
    uint32_t struct_size;
    uint32_t limit;
    gs_string after;      /* empty: from the first */
    gs_string other_than; /* empty: all */
} gs_jobs_page;

/* jobs with look_at <= until and (look_at, id) > (after_look_at, after_id), in that order, without payload.
 * One index seek: the cost does not grow with the jobs that are not due. A row that cannot be decoded is visited
 * with readable = 0. */
typedef struct gs_due_page {
    uint32_t struct_size;
    uint32_t limit;
    int64_t until;
    int64_t after_look_at; /* GS_NO_TIME: from the first */
    gs_string after_id;
} gs_due_page;

/* Runs and records with wake_at <= until and (wake_at, id) > (after_wake_at, after_id), in that order: runs that
 * wait, runs and records that are not announced. Run and record ids share one order. */
typedef struct gs_wake_page {
    uint32_t struct_size;
    uint32_t limit;
    int64_t until;
    int64_t after_wake_at; /* GS_NO_TIME: from the first */
    gs_id after_id;
} gs_wake_page;

/* Runs, newest first (by id, descending), with id < before. Empty and zero fields do not restrict. */
typedef struct gs_runs_page {
    uint32_t struct_size;
    uint32_t limit;
    gs_id before; /* zero: from the newest */
    gs_id run_id; /* this one only */
    gs_string job_id;
    gs_string concurrency_key;
    gs_string owner_instance;
    int32_t states; /* GS_STATE_* bits; 0: all */
    int32_t reserved;
    int64_t due_at; /* GS_NO_TIME: any */
} gs_runs_page;

/* Records, newest first (by id, descending), with id < before. */
typedef struct gs_records_page {
    uint32_t struct_size;
    uint32_t limit;
    gs_id before;     /* zero: from the newest */
    gs_string job_id; /* empty: of all jobs */
    int64_t covering; /* only those with first_due <= covering <= last_due; GS_NO_TIME: all */
    int32_t events;   /* 1: only those of the kind event */
    int32_t reserved;
} gs_records_page;

/* put_job: already if the row's writer is row->writer. The job's version is `expected_version` (0: there is no such
 * job), else conflict. If row->next_fire differs from the stored next_fire, and the stored one is due at the store's
 * clock and not covered by the record's [first_due, last_due], stale (a write that keeps next_fire is never stale, nor
 * is one over a row that cannot be decoded). Effect: definition, next_fire, fire_at, cursor, look_at, writer, disabled,
 * failures_in_row, revision and tzdata_version are written from `row`, the counters stay (over a row that cannot be
 * decoded they are 0 again); created_at, updated_at, version and, on insertion, generation (the version) and counters
 * (0) are the store's. hold: the job's waiting runs close as canceled(gate). The version is raised. */
typedef struct gs_put_job {
    uint32_t struct_size;
    int32_t hold;
    int64_t expected_version;
    const gs_job_row *row;
    const gs_record *record; /* or null */
} gs_put_job;

/* remove_job: no such job -> gone. Version, else conflict; stale if next_fire is due and not covered by the record,
 * unless the row cannot be decoded.
 * Effect: the row is deleted, waiting runs close as canceled(gate), the record is inserted, history stays. */
typedef struct gs_remove_job {
    uint32_t struct_size;
    uint32_t reserved;
    gs_string id;
    int64_t version;
    const gs_record *record; /* or null */
} gs_remove_job;

/* disable_job: works on a row that cannot be decoded. Version, else conflict. Effect: paused and disabled with the
 * reason's text, fire_at and look_at none, waiting runs close as canceled(gate), the record is inserted, the
 * version is raised. already: a record of this id exists. No such job: gone. */
typedef struct gs_disable_job {
    uint32_t struct_size;
    uint32_t reserved;
    gs_string id;
    int64_t version;
    gs_string reason;
    const gs_record *record;
} gs_disable_job;

/* claim: already if a run `run_id` exists, claimed, epoch 1, owned by the caller; such a run in another state ->
 * conflict. max_active below 1 -> bad. Job of this generation and
 * version, not paused, else conflict (no such job: gone). due_at <= the store's clock and the record's last_due
 * likewise, else early. Fewer than max_active active runs on concurrency_key, else busy. Effect: the run is
 * inserted, claimed, attempt 1, epoch 1, owned by the caller; the version is raised. Scheduled: next_fire, fire_at,
 * look_at are written, cursor is due_at, fires + 1, last_fired_at is now. Manual: next_fire, fire_at, look_at,
 * cursor, fires and last_fired_at stay. The record, if any, is inserted. The answer carries the payload. */
typedef struct gs_claim {
    uint32_t struct_size;
    int32_t trigger; /* GS_TRIGGER_* */
    gs_string job_id;
    int64_t generation;
    int64_t version;
    int64_t revision;
    gs_id run_id;
    int64_t due_at;
    int64_t next_fire;
    int64_t fire_at;
    int64_t look_at;
    gs_string concurrency_key;
    int32_t max_active;
    int32_t reserved;
    const gs_record *record; /* or null */
    int64_t merged;          /* the run's: how many older instants the record has merged into it */
} gs_claim;

/* pass: version, else conflict (no such job: gone). With a record: its last_due <= the store's clock, else early;
 * already if a record of this id exists. Effect: next_fire, fire_at and look_at are written, cursor is the record's
 * last_due, the record is inserted, the version is raised. Without: only look_at is written, the version is raised.
 * rederive: nothing is passed, the times are computed anew. already if a record of this id exists; the stored next_fire
 * is due at the store's clock: stale. Effect: next_fire, fire_at, look_at and tzdata_version are written, the cursor
 * stays, the record (an event), if any, is inserted, the version is raised. */
typedef struct gs_pass {
    uint32_t struct_size;
    int32_t rederive; /* 0 or 1 */
    gs_string job_id;
    int64_t version;
    int64_t next_fire;
    int64_t fire_at;
    int64_t look_at;
    const gs_record *record;  /* or null */
    gs_string tzdata_version; /* rederive only */
} gs_pass;

/* begin: takes a run over, or permits a start. No such run, or closed and announced: gone. Closed and not announced:
 * only the owner and the epoch change, whatever `start`. Epoch, else conflict. The owner is the caller, or the owner's
 * instance has no living incarnation other than the caller, else refused. already: the epoch is the item's + 1 and the
 * owner is the caller. start = 1: if the run's job is gone, of another generation or paused, or the run's cancel flag
 * is set, the run closes as canceled(gate or requested); otherwise it becomes claimed, attempt + 1 if attempt_spent,
 * attempt_spent 0, wake_at none, revision the job's, and the answer carries the job with its payload; if the job's row
 * cannot be decoded, bad. start = 0: a claimed run becomes running, attempt_spent 1: its owner may have started it, and
 * that stays on record whoever comes next. Effect always: epoch + 1, the caller owns it. */
typedef struct gs_begin {
    uint32_t struct_size;
    int32_t start; /* 0 or 1 */
    gs_id run_id;
    int64_t epoch;
} gs_begin;

/* update: no such run: gone. Epoch and owner, else conflict. already: the run is as this item would leave it. Its
 * state is in `from_states`, else gone when closed and conflict otherwise. to_state:
 *   running  started_at is written unless the row has one (GS_NO_TIME: left as it is), attempt_spent 1.
 *   waiting  wake_at and attempt_spent are written; with the cancel flag set the run closes as canceled(requested).
 *   closed   started_at likewise; outcome, reason (GS_REASON_NONE keeps the row's if the outcome is canceled), error,
 * output, output_truncated, announced and wake_at are written, finished_at is now. If the job is of the run's
 * generation: its counters and last_outcome, its version raised, its look_at is fire_at; `next_fire`, unless
 * GS_NO_TIME, arms a job whose next_fire is none (fire_at and look_at with it) when it is not paused, its revision is
 * still the run's and its cursor the run's due_at. last_success_at is now if it succeeded. A closed run may be updated
 * to closed only (from_states = GS_STATE_CLOSED) to write announced and wake_at and to arm by `next_fire`, or, with
 * late_result, to write that and nothing else; a row that has a late_result: already. */
typedef struct gs_update {
    uint32_t struct_size;
    int32_t from_states; /* GS_STATE_* bits */
    gs_id run_id;
    int64_t epoch;
    int32_t to_state;
    int32_t outcome;
    int32_t reason;
    int32_t announced;
    int64_t wake_at;
    int64_t next_fire;
    int64_t started_at;
    int32_t attempt_spent;
    int32_t output_truncated;
    gs_string error;
    gs_bytes output;
    int32_t late_result; /* closed to closed only: GS_RESULT_*; 0: none */
    int32_t reserved;
} gs_update;

/* ask_cancel: closed or no such run -> gone (a state tells which). Flag set already: already, its reason stays. Open ->
 * the cancel flag is set and `reason` written; waiting -> it closes as canceled(reason). */
typedef struct gs_ask_cancel {
    uint32_t struct_size;
    int32_t reason; /* GS_REASON_REQUESTED or GS_REASON_REPLACED */
    gs_id run_id;
} gs_ask_cancel;

/* records_announced takes record ids: announced is 1, wake_at none. Announced before: already. No such record: gone. */

/* What one call of purge goes over. */
enum {
    GS_PURGE_RUNS_BY_AGE = 1,
    GS_PURGE_RUNS_BY_COUNT = 2,
    GS_PURGE_RECORDS_BY_AGE = 3,
    GS_PURGE_RECORDS_BY_COUNT = 4,
    GS_PURGE_REPLICAS = 5
};

/* What a call of purge came to, owned by the caller, who sets struct_size; and, lent to the next call, where that one
 * goes on. It counts only if the call was answered with GS_OK and done. */
typedef struct gs_purged {
    uint32_t struct_size;
    int32_t more;         /* 1: there may be more to look at behind this; 0: the walk is over */
    int64_t removed;      /* rows that this call has removed */
    int64_t failures;     /* how many of them were failed, timed out, lost or rejected runs */
    int64_t time;         /* by age: finished_at of the run, `at` of the record that was looked at last */
    gs_id id;             /* the run or record that was looked at last */
    int64_t stayed;       /* by count: how many rows of its job were looked at and stayed, itself included */
    uint32_t job_id_size; /* by count: of its job, in bytes */
    uint32_t reserved;
    char job_id[GS_MAX_ID_SIZE + 1];
} gs_purged;

/* purge: looks at `limit` rows at most, behind those that `after` names, and removes those that are too old or too
 * many. A run stays while it is open or not announced, a record while it is not announced, and the newest run and the
 * newest record of a job (by id) always stay. limit or `what` out of range, keep below 1, keep_failures below keep,
 * failures_before later than before: bad. Sent again after a lost answer it goes over the same rows, as far as they are
 * left. The cost of a call is bounded by its limit, whatever the number of rows in the store.
 *
 * Runs by age go by (finished_at, id): those that finished before `before`, failures before `failures_before`.
 *
 * Runs by count go by (job_id, id), both descending, from each job's newest on: those with `keep` newer ones of their
 * job that stay, failures with `keep_failures` such ones. So a job has keep_failures runs at most, the newest `keep`
 * and older failures.
 *
 * Records go likewise; by age it is by (at, id).
 *
 * Replicas are those retired before `before` that own no open run (whoever takes such a run over asks in which
 * executor session it was started). Instead of going on, the call is made again while there is more. */
typedef struct gs_purge {
    uint32_t struct_size;
    uint32_t limit; /* 1 to GS_MAX_PURGE_LIMIT */
    int32_t what;   /* GS_PURGE_* */
    int32_t reserved;
    int64_t before;
    int64_t failures_before; /* runs by age only; GS_NO_TIME: no failure goes */
    int64_t keep;            /* by count only */
    int64_t keep_failures;   /* runs by count only */
    const gs_purged *after;  /* what the call before has answered; null: from the beginning */
} gs_purge;

#define GS_MAX_PURGE_LIMIT 10000

#endif
