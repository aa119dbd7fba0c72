/* scheduler.h - the scheduler's own table, and the one function that hands it out.
 *
 * History
 *   0.1  first shape.
 */
#ifndef GATEWAY_SCHEDULER_SCHEDULER_H
#define GATEWAY_SCHEDULER_SCHEDULER_H

#include "abi.h"
#include "executor.h"
#include "host.h"
#include "job.h"

typedef struct gs_scheduler gs_scheduler; /* opaque; several may live side by side in one process */

/* gs_change.what */
enum {
    GS_CHANGE_NONE = 0,
    GS_CHANGE_CREATED = 1,
    GS_CHANGE_UPDATED = 2,
    GS_CHANGE_UNCHANGED = 3,
    GS_CHANGE_REMOVED = 4,
    GS_CHANGE_PAUSED = 5,
    GS_CHANGE_RESUMED = 6
};

/* What a change of a job came to, owned by the caller, who sets struct_size. */
typedef struct gs_change {
    uint32_t struct_size;
    int32_t what;         /* GS_CHANGE_* */
    int64_t revision;     /* the job's, after it */
    int64_t next_fire_at; /* GS_NO_TIME: none */
    int32_t running_runs; /* runs of the job that go on */
    int32_t reserved;
} gs_change;

/* expected_revision: any, absent (create only), or the exact revision. */
#define GS_REVISION_ANY INT64_C(-1)
#define GS_REVISION_ABSENT INT64_C(0)

/* Marks of a previewed fire: what daylight saving and calendars did to it. `skipped before`: since the fire before, a
 * local time lay in a gap and nothing ran for it; `twin`: the local time comes twice and only this one runs; `excluded
 * before`: since the fire before, a calendar took at least one. */
enum { GS_MARK_NONE = 0, GS_MARK_MOVED = 1, GS_MARK_SKIPPED_BEFORE = 2, GS_MARK_TWIN = 4, GS_MARK_EXCLUDED_BEFORE = 8 };

/* A schedule that preview, explain and describe are asked about; no job has to exist. */
typedef struct gs_preview {
    uint32_t struct_size;
    int32_t dst_gap;     /* GS_DST_GAP_* */
    int32_t dst_overlap; /* GS_DST_OVERLAP_* */
    uint32_t count;      /* preview: fires wanted, 1 to 10,000 */
    gs_string schedule;
    gs_string zone;               /* empty is UTC */
    gs_string job_id;             /* what H hashes; may be empty */
    int64_t after;                /* preview: exclusive */
    int64_t start_at;             /* GS_NO_TIME: none; anchor of `from start` */
    int64_t end_at;               /* GS_NO_TIME: none */
    const gs_calendar *calendars; /* calendar_count of them, whose days are excluded; null when none */
    int32_t calendar_count;       /* up to GS_MAX_CALENDARS */
    int32_t reserved;
} gs_preview;

typedef struct gs_fire {
    uint32_t struct_size;
    int32_t utc_offset; /* of the zone at due_at, in seconds east of UTC */
    int64_t due_at;
    int32_t marks; /* GS_MARK_* bits */
    int32_t reserved;
} gs_fire;

/* Returns 0 to go on, anything else to stop. */
typedef int32_t (*gs_fire_fn)(void *context, const gs_fire *fire);

/* Why a schedule fires, or does not, at a moment that explain was asked about. */
enum {
    GS_WHY_FIRES = 0,
    GS_WHY_FIELDS = 1,        /* a field of the pattern does not match; the text names each */
    GS_WHY_OFF_GRID = 2,      /* between two fires of an interval, or not the moment of @at */
    GS_WHY_GAP = 3,           /* the local time does not exist: clocks were set forward past it */
    GS_WHY_TWIN = 4,          /* the local time comes twice and the job runs at the other one */
    GS_WHY_EXCLUDED = 5,      /* the day is in a calendar; the text names it */
    GS_WHY_OUT_OF_BOUNDS = 6, /* before start_at, not before end_at, or outside the years 1970 to 2199 */
    GS_WHY_EVENT = 7          /* the schedule has no times of its own: @manual, @reboot, from completion */
};

/* Borrowed for the call of the visitor. */
typedef struct gs_explanation {
    uint32_t struct_size;
    int32_t why;           /* GS_WHY_* */
    int64_t at;            /* the moment; of a local time in a gap, the first instant after it */
    int64_t previous_fire; /* the last one before it; GS_NO_TIME: none */
    int64_t next_fire;     /* the first one after it; GS_NO_TIME: none */
    gs_string text;        /* one sentence for people */
} gs_explanation;

typedef void (*gs_explanation_fn)(void *context, const gs_explanation *explanation);
typedef void (*gs_text_fn)(void *context, gs_string text);

/* What became of one instant of a job. */
enum {
    GS_ANSWER_RAN = 1,        /* a run that has ended; `run` */
    GS_ANSWER_GOING = 2,      /* a run that has not ended; `run` */
    GS_ANSWER_SKIPPED = 3,    /* on record with its reason; `record`, or the `run` that was not started */
    GS_ANSWER_MERGED = 4,     /* into a newer instant; `record`, and `run` if one came of it */
    GS_ANSWER_EXPIRED = 5,    /* start_deadline passed; `record` or `run` */
    GS_ANSWER_MISSED = 6,     /* noticed too late and not caught up; `record` */
    GS_ANSWER_PAUSED = 7,     /* the job was or is paused; the text says since when and why */
    GS_ANSWER_EXCLUDED = 8,   /* by a calendar; the text names it */
    GS_ANSWER_NO_MATCH = 9,   /* the schedule does not name this instant; the text says why */
    GS_ANSWER_FORGOTTEN = 10, /* before the job was added, or its history is not kept any more */
    GS_ANSWER_WAITS = 11,     /* due, and not claimed yet; the text says what it waits for */
    GS_ANSWER_TO_COME = 12    /* not due yet */
};

/* One answer with its evidence. Borrowed for the call of the visitor. */
typedef struct gs_job_explanation {
    uint32_t struct_size;
    int32_t answer;          /* GS_ANSWER_* */
    int64_t at;              /* the instant that was asked about */
    const gs_run *run;       /* or null */
    const gs_record *record; /* or null */
    int64_t down_from;       /* no scheduler was at work from here; GS_NO_TIME: one was, as far as is known */
    int64_t down_until;
    int64_t previous_fire; /* of the schedule as it is now; GS_NO_TIME: none */
    int64_t next_fire;     /* likewise */
    gs_string text;        /* one or two sentences for people */
} gs_job_explanation;

typedef void (*gs_job_explanation_fn)(void *context, const gs_job_explanation *explanation);

/* stop's mode */
enum {
    GS_STOP_DRAIN = 0,     /* start nothing more, let going runs end */
    GS_STOP_HAND_OVER = 1, /* leave going runs to the executor; the next scheduler adopts them */
    GS_STOP_CANCEL = 2     /* cancel going runs */
};

/* gs_health.state */
enum {
    GS_HEALTH_NOT_STARTED = 0,
    GS_HEALTH_STARTING = 1,
    GS_HEALTH_RUNNING = 2,
    GS_HEALTH_STOPPING = 3,
    GS_HEALTH_STOPPED = 4
};

#define GS_HEALTH_TEXT_SIZE 512

/* Owned by the caller, who sets struct_size. */
typedef struct gs_health {
    uint32_t struct_size;
    int32_t healthy;               /* 1: running, the store answers, the loop turns, the clocks agree */
    int32_t state;                 /* GS_HEALTH_* */
    int32_t claims_held;           /* 1: the store's clock leapt; claims wait until it has been confirmed */
    int64_t storage_failing_since; /* store's clock; GS_NO_TIME: it answers */
    int64_t storage_round_trip;    /* duration of the last storage call */
    int64_t loop_age;              /* duration since the loop turned last */
    int64_t clock_offset;          /* the store's clock minus the local wall clock */
    int64_t next_look_at;          /* when something is due next, as far as is in memory; GS_NO_TIME: nothing */
    int64_t overdue;               /* how long the oldest due fire has been waiting, those left out that wait for runs
                                    * of their own concurrency key or for their turn to catch up; 0: none is */
    int32_t jobs_in_memory;
    int32_t runs_in_memory;
    int32_t units_in_use;
    int32_t notices_waiting;
    int32_t backlog;     /* due fires that wait: for capacity, or to be caught up one by one */
    int32_t loop_rearms; /* how often the watchdog found the loop asleep beyond its time and woke it; 0 is well */
    char text[GS_HEALTH_TEXT_SIZE]; /* what is wrong, for people; "ok" when healthy; NUL-terminated */
} gs_health;

/* Counters since create, owned by the caller, who sets struct_size. */
typedef struct gs_stats {
    uint32_t struct_size;
    uint32_t reserved;
    int64_t claims;      /* occurrences claimed, manual ones included */
    int64_t claims_lost; /* claims that somebody else had won, or that an edit had overtaken */
    int64_t starts;      /* attempts that the executor accepted */
    int64_t retries;     /* attempts after the first */
    int64_t succeeded;   /* runs closed so by this scheduler, as for the five below */
    int64_t failed;
    int64_t timed_out;
    int64_t canceled;
    int64_t lost;
    int64_t skipped; /* instants */
    int64_t missed;  /* instants */
    int64_t merged;  /* instants */
    int64_t notices; /* told */
    int64_t notices_given_up;
    int64_t storage_calls;
    int64_t storage_failures;  /* calls that failed as a whole */
    int64_t stale_completions; /* late, repeated or foreign */
    int64_t expired;           /* instants */
} gs_stats;

/* The table. It is valid as long as the shared object is loaded. All functions but create, destroy and start may
 * be called from any thread at any time after create; calls that wait for an outcome are marked `waits` and answer
 * within call_timeout: GS_UNAVAILABLE when nothing was written, GS_DOUBTFUL when it perhaps was. From inside a
 * storage, clock, log or metrics hook only complete_run and progress may be called; the rest answers GS_REENTRANT. */
typedef struct gs_scheduler_api {
    uint32_t struct_size;
    uint32_t abi_version;       /* the version that was chosen */
    const char *plugin_version; /* static, NUL-terminated: "0.1.0" */

    /* Fills `job` with the defaults; sets nothing beyond job->struct_size, which the caller sets.
     * [any thread | no | no] */
    void (*job_init)(gs_job *job);

    /* Makes a scheduler that does nothing yet. GS_INVALID: a table or option is wrong. [any thread | no | no] */
    int32_t (*create)(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error);

    /* Frees it. Not started, or stopped with GS_OK before; otherwise nothing happens and the memory stays.
     * [any thread, once | no | no] */
    void (*destroy)(gs_scheduler *scheduler);

    /* Joins the store, and goes on by itself from then on. GS_OK: joined, or the store is unavailable for the
     * moment: health tells, and the scheduler keeps trying. GS_FAILED: it never will work (no zones, the store
     * refuses); nothing goes on. GS_ALREADY: started before. GS_REFUSED: it was stopped. While another process of this
     * instance name may be alive, it waits for a lease, and health tells so. [any thread | waits | yes] */
    int32_t (*start)(gs_scheduler *scheduler, gs_error *error);

    /* Ends it: within `deadline` (duration) runs end by `mode`, then those left are canceled (drain) or left
     * (hand over). After GS_OK there is no thread and no later hook call. GS_STILL_INSIDE: a hook has not returned;
     * nothing new begins, the object must not be unloaded, and the call may be repeated. GS_REFUSED: hand over
     * without query and release. Idempotent; before start it makes start answer GS_REFUSED. A second call with
     * another mode, while the first waits, shortens it. [any thread but the scheduler's own | waits | yes] */
    int32_t (*stop)(gs_scheduler *scheduler, int64_t deadline, int32_t mode, gs_error *error);

    /* Stores the whole definition. Upsert on job->id; unchanged re-arms nothing. A change that is not one of
     * schedule, zone or bounds keeps the next fire. GS_CONFLICT: expected_revision does not hold. Ids
     * that begin with system/ are the scheduler's own: GS_INVALID.
     * [any thread | waits | yes] */
    int32_t (*add_or_update)(gs_scheduler *scheduler, const gs_job *job, int64_t expected_revision, gs_change *change,
                             gs_error *error);

    /* Removes the job; its history stays; running runs go on. Returns when nothing of it can start any more.
     * GS_REFUSED: one of the scheduler's own, whose id begins with system/; those can be paused. [any thread | waits |
     * yes] */
    int32_t (*cancel)(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error);

    /* Asks a run to end. GS_OK: asked, or ended because it was waiting. GS_STALE: it is closed already.
     * [any thread | waits | yes] */
    int32_t (*cancel_run)(gs_scheduler *scheduler, const gs_id *run_id, gs_error *error);

    /* The job stops firing and never catches up what falls into the pause. Returns when nothing of it can start
     * any more. Paused already: GS_CHANGE_UNCHANGED. [any thread | waits | yes] */
    int32_t (*pause)(gs_scheduler *scheduler, gs_string job_id, gs_string reason, gs_change *change, gs_error *error);

    /* The job fires again, from its next instant; the failures in a row are forgotten. [any thread | waits | yes] */
    int32_t (*resume)(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error);

    /* Claims a run now, beside the schedule, which stays as it is. GS_REFUSED: paused, or its concurrency key is
     * full. GS_UNAVAILABLE: no capacity. [any thread | waits | yes] */
    int32_t (*run_now)(gs_scheduler *scheduler, gs_string job_id, gs_id *run_id, gs_error *error);

    /* The executor's answer. Legal before start, and for runs that are not in memory: they are resolved before any
     * decision about recovery. GS_OK: accepted; durability comes later, told by `release`. GS_STALE, GS_ALREADY:
     * changed nothing. [any thread, inside any hook | no | no] */
    int32_t (*complete_run)(gs_scheduler *scheduler, const gs_id *run_id, int32_t attempt,
                            const gs_completion *completion, gs_error *error);

    /* A sign of life of a going attempt. [any thread, inside any hook | no | no] */
    int32_t (*progress)(gs_scheduler *scheduler, const gs_id *run_id, int32_t attempt, gs_error *error);

    /* The next fires of a schedule; the job, if any, is not touched. Legal before start, on a scheduler without
     * hooks too. [any thread | no | from fire: yes] */
    int32_t (*preview)(gs_scheduler *scheduler, const gs_preview *preview, gs_fire_fn fire, void *context,
                       gs_error *error);

    /* Does it fire at this moment, and if not, why not? `at` is written as for @at: RFC 3339 with Z or an offset, or
     * local in the zone. Reads nothing and changes nothing; legal before start.
     * [any thread | no | from explanation: yes] */
    int32_t (*explain)(gs_scheduler *scheduler, const gs_preview *schedule, gs_string at, gs_explanation_fn explanation,
                       void *context, gs_error *error);

    /* What became of this instant of the job: did it run, and if not, why not? `at` as for explain, local in the job's
     * zone. GS_NOT_FOUND: no such job. [any thread | waits | from explanation: yes] */
    int32_t (*explain_job)(gs_scheduler *scheduler, gs_string job_id, gs_string at, gs_job_explanation_fn explanation,
                           void *context, gs_error *error);

    /* The schedule as one English sentence without a full stop, such as "every 5 minutes from 09:00 to 17:59, Monday to
     * Friday". Legal before start. [any thread | no | from text: yes] */
    int32_t (*describe)(gs_scheduler *scheduler, const gs_preview *schedule, gs_text_fn text, void *context,
                        gs_error *error);

    /* Would add_or_update take it? Legal before start. [any thread | no | no] */
    int32_t (*validate)(gs_scheduler *scheduler, const gs_job *job, gs_error *error);

    /* [any thread | no | no] */
    int32_t (*health)(gs_scheduler *scheduler, gs_health *health);
    int32_t (*stats)(gs_scheduler *scheduler, gs_stats *stats);

    /* An optional table by "name/revision", or null: "jobs_changed/1" (jobs_changed.h). It lives as long as the shared
     * object is loaded. [any thread | no | no] */
    const void *(*extension)(gs_scheduler *scheduler, gs_string name);
} gs_scheduler_api;

#define GS_ENTRY_SYMBOL "gateway_scheduler_entry"

/* The type of the one exported function. The host names the range of ABI versions that it speaks; the plugin
 * answers with its table for the highest common one, or with null and `error` saying what it expected and what it
 * found. [any thread | no | no] */
typedef const gs_scheduler_api *(*gs_entry_fn)(uint32_t oldest_abi, uint32_t newest_abi, gs_error *error);

#ifdef __cplusplus
extern "C" {
#endif
GS_EXPORT const gs_scheduler_api *gateway_scheduler_entry(uint32_t oldest_abi, uint32_t newest_abi, gs_error *error);
#ifdef __cplusplus
}
#endif

#endif
