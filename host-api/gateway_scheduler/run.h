/* run.h - the rows of what happened: runs, records of instants that did not run, replicas, calendars.
 *
 * History
 *   0.1  first shape.
 */
#ifndef GATEWAY_SCHEDULER_RUN_H
#define GATEWAY_SCHEDULER_RUN_H

#include "abi.h"

#define GS_MAX_OUTPUT_SIZE (64 * 1024)
#define GS_MAX_INSTANCE_SIZE 255

enum { GS_TRIGGER_SCHEDULE = 1, GS_TRIGGER_MANUAL = 2 };

/* claimed -> running -> waiting (for a retry) -> closed. Closed is final. The values are bits, so that a write
 * can name the set of states it may leave. "Active" means claimed, running or waiting. */
enum { GS_STATE_CLAIMED = 1, GS_STATE_RUNNING = 2, GS_STATE_WAITING = 4, GS_STATE_CLOSED = 8 };

enum {
    GS_OUTCOME_NONE = 0, /* not closed yet */
    GS_OUTCOME_SUCCEEDED = 1,
    GS_OUTCOME_FAILED = 2,
    GS_OUTCOME_TIMED_OUT = 3,
    GS_OUTCOME_CANCELED = 4,
    GS_OUTCOME_LOST = 5,     /* the outcome is unknown: its owner is gone */
    GS_OUTCOME_REJECTED = 6, /* the executor will never accept it */
    GS_OUTCOME_SKIPPED = 7,  /* claimed, then not started: see reason. Counts as no failure */
    GS_OUTCOME_EXPIRED = 8   /* claimed, then start_deadline passed. Counts as no failure */
};

/* Why an instant did not run, why a run was closed without its own result, or which job event a record tells. */
enum {
    GS_REASON_NONE = 0,
    GS_REASON_OVERLAP = 1,       /* another run of its concurrency key was active */
    GS_REASON_EXECUTOR_BUSY = 2, /* the executor answered busy */
    GS_REASON_GATE = 3,          /* the job was paused, removed or replaced before the start */
    GS_REASON_WINDOW = 4,        /* older than the catch-up window */
    GS_REASON_CATCH_UP = 5,      /* catch_up = skip, or merged into the latest */
    GS_REASON_START_DEADLINE = 6,
    GS_REASON_PAUSED = 7,        /* due while the job was paused; of an event: the job was paused */
    GS_REASON_EDITED = 8,        /* the definition was changed past it */
    GS_REASON_REMOVED = 9,       /* the job was removed */
    GS_REASON_CALENDAR = 10,     /* excluded by a calendar; detail names it */
    GS_REASON_REQUESTED = 11,    /* somebody asked for the run's end */
    GS_REASON_STOPPED = 12,      /* the scheduler was stopped */
    GS_REASON_FENCED = 13,       /* the replica had lost its lease */
    GS_REASON_REPLACED = 14,     /* overlap = replace */
    GS_REASON_STALLED = 15,      /* stall_timeout */
    GS_REASON_UNREADABLE = 16,   /* the row cannot be read or written */
    GS_REASON_BAD_SCHEDULE = 17, /* the stored schedule or zone no longer parses */
    GS_REASON_FAILURES = 18,     /* disable_after_failures was reached */
    GS_REASON_REDERIVED = 19,    /* next_fire was computed anew with other zone data */
    GS_REASON_FINISHED = 20,     /* the schedule has no further instant */
    GS_REASON_LIMIT = 21         /* beyond catch_up_limit */
};

typedef struct gs_run {
    uint32_t struct_size;
    int32_t trigger; /* GS_TRIGGER_* */
    gs_id id;        /* chosen by the scheduler; the idempotency key */
    gs_string job_id;
    int64_t generation;       /* of the job it belongs to */
    int64_t revision;         /* of the definition its present attempt uses */
    int64_t due_at;           /* the instant; of a manual run, the moment of its claim */
    int32_t state;            /* GS_STATE_*, one bit */
    int32_t outcome;          /* GS_OUTCOME_* */
    int32_t reason;           /* GS_REASON_* */
    int32_t attempt;          /* 1 and up; given to the executor */
    int64_t epoch;            /* 1 and up; fences writers */
    int32_t attempt_spent;    /* 1: the present attempt was started; the next begin raises attempt */
    int32_t cancel_requested; /* 1: somebody asked for its end */
    int32_t announced;        /* 0: open, or closed and its notice still has to go out */
    int32_t output_truncated; /* 1: output was cut */
    gs_string owner_instance;
    gs_id owner_incarnation;
    gs_string concurrency_key; /* copied at the claim */
    int64_t wake_at;           /* when somebody has to look at it; GS_NO_TIME: never */
    int64_t claimed_at;
    int64_t started_at;  /* of the first attempt; GS_NO_TIME before */
    int64_t finished_at; /* GS_NO_TIME while open */
    gs_string error;     /* one sentence for people, or empty */
    gs_bytes output;     /* as the executor gave it, at most GS_MAX_OUTPUT_SIZE */
    int64_t merged;      /* older instants that were merged into it; -1: more than can be counted */
    int32_t late_result; /* GS_RESULT_* of a completion that came after the run had ended without it; 0: none */
    int32_t reserved;
} gs_run;

enum {
    GS_RECORD_SKIPPED = 1,
    GS_RECORD_MISSED = 2,
    GS_RECORD_MERGED = 3, /* into `run` */
    GS_RECORD_EXPIRED = 4,
    GS_RECORD_EVENT = 5 /* a job event; reason says which, first_due and last_due may be GS_NO_TIME */
};

/* What happened to instants that did not run. One row stands for `count` instants from first_due to last_due. */
typedef struct gs_record {
    uint32_t struct_size;
    int32_t kind; /* GS_RECORD_* */
    gs_id id;
    gs_string job_id;
    int64_t generation; /* 0 in a record that the put of a new job carries: the store fills it in */
    int64_t first_due;
    int64_t last_due;      /* inclusive */
    int64_t count;         /* how many instants; -1: unknown */
    int32_t reason;        /* GS_REASON_* */
    int32_t announced;     /* 0: its notice still has to go out */
    gs_id run;             /* beside which, or merged into which run; zero: none */
    int64_t wake_at;       /* when somebody has to look at it; GS_NO_TIME: never */
    int64_t at;            /* when it was written; the store fills it in */
    gs_string by_instance; /* who wrote it; the store fills both in */
    gs_id by_incarnation;
    gs_string detail; /* one sentence for people, or empty */
} gs_record;

/* One incarnation of one scheduler. Times are for people; only of one that joined after a scheduler had started, that
 * scheduler knows by it that it is no predecessor. */
typedef struct gs_replica {
    uint32_t struct_size;
    int32_t retired; /* GS_REPLICA_* */
    gs_string instance;
    gs_id incarnation;
    gs_id session;        /* of its executor */
    gs_id data_directory; /* the data directory's random id */
    int64_t beat;         /* a counter */
    int64_t joined_at;
    int64_t last_beat_at;
    int64_t retired_at; /* GS_NO_TIME while alive */
} gs_replica;

enum {
    GS_REPLICA_ALIVE = 0,
    GS_REPLICA_RETIRED_BY_JOIN = 1,
    GS_REPLICA_RETIRED_BY_OBSERVER = 2,
    GS_REPLICA_RETIRED_BY_ITSELF = 3
};

/* Whole days from first_day to last_day, inclusive, in days since 1970-01-01. It never grows. */
typedef struct gs_day_range {
    int64_t first_day;
    int64_t last_day;
} gs_day_range;

/* A named set of excluded days, kept by the host. */
typedef struct gs_calendar {
    uint32_t struct_size;
    int32_t day_range_count;
    gs_string name;
    int64_t version;                /* changes whenever the days do */
    const gs_day_range *day_ranges; /* ascending, not overlapping */
} gs_calendar;

#endif
