/* job.h - what a client says of a job (gs_job), and the row that the storage keeps of it (gs_job_row).
 *
 * History
 *   0.1  first shape.
 */
#ifndef GATEWAY_SCHEDULER_JOB_H
#define GATEWAY_SCHEDULER_JOB_H

#include "abi.h"

/* Limits, in bytes unless said otherwise. What exceeds one is refused with GS_INVALID. */
#define GS_MAX_ID_SIZE 255
#define GS_MAX_NAME_SIZE 255
#define GS_MAX_OWNER_SIZE 255
#define GS_MAX_LABELS 32
#define GS_MAX_LABEL_SIZE 255
#define GS_MAX_SCHEDULE_SIZE 1024
#define GS_MAX_ZONE_SIZE 255
#define GS_MAX_CALENDARS 16
#define GS_MAX_REASON_SIZE 1024
#define GS_MAX_PAYLOAD_SIZE (16 * 1024 * 1024)
#define GS_MAX_RETRIES 1000
#define GS_MAX_DURATION_US (INT64_C(366) * 24 * 3600 * 1000000)

enum { GS_DST_GAP_RUN_AFTER = 0, GS_DST_GAP_SKIP = 1 };
enum { GS_DST_OVERLAP_FIRST = 0, GS_DST_OVERLAP_LAST = 1, GS_DST_OVERLAP_BOTH = 2 };
enum { GS_OVERLAP_SKIP = 0, GS_OVERLAP_QUEUE = 1, GS_OVERLAP_PARALLEL = 2, GS_OVERLAP_REPLACE = 3 };
enum { GS_CATCH_UP_LATEST = 0, GS_CATCH_UP_SKIP = 1, GS_CATCH_UP_ALL = 2 };
enum { GS_RETRY_ON_TEMPORARY = 0, GS_RETRY_ON_ANY = 1 };
enum { GS_ON_LOST_REPORT = 0, GS_ON_LOST_RUN_AGAIN = 1 };
enum { GS_CLASS_LIGHT = 1, GS_CLASS_MEDIUM = 2, GS_CLASS_RESOURCE_INTENSIVE = 4 }; /* units of capacity */

/* Bits of gs_job.notify_on. `failed` stands for failed, timed out, lost and rejected. 0 is silence. */
enum {
    GS_NOTIFY_COMPLETED = 1,
    GS_NOTIFY_FAILED = 2,
    GS_NOTIFY_CANCELED = 4,
    GS_NOTIFY_SKIPPED = 8,
    GS_NOTIFY_MISSED = 16,
    GS_NOTIFY_DISABLED = 32
};

/* The fire_at and look_at of a job that fires when an instance starts (@reboot) and is not armed: later than every
 * instant. */
#define GS_AT_START (INT64_MAX - 1)

/* A label never grows. Keys are unique within a job. */
typedef struct gs_label {
    gs_string key;
    gs_string value;
} gs_label;

/* What a client says: the whole definition. A field left 0 or empty has the default that its comment names,
 * except the times, whose "none" is GS_NO_TIME; gs_job_init of scheduler.h's table fills all defaults. */
typedef struct gs_job {
    uint32_t struct_size;
    int32_t dst_gap;        /* GS_DST_GAP_*; run_after */
    gs_string id;           /* 1 to 255 bytes, no control characters; the gateway's own key */
    gs_string name;         /* for people */
    gs_string owner;        /* for people and for limits */
    gs_string schedule;     /* 1 to 1,024 bytes: a cron pattern or nickname, @every, @at, @reboot, @manual */
    gs_string zone;         /* IANA name, kept as typed; empty is UTC */
    const gs_label *labels; /* label_count of them; null when none */
    int32_t label_count;
    int32_t dst_overlap;            /* GS_DST_OVERLAP_*; first */
    int64_t start_at;               /* no fire before it; GS_NO_TIME: none */
    int64_t end_at;                 /* no fire at it or after it; GS_NO_TIME: none */
    int64_t max_runs;               /* scheduled fires over the job's life; 0: no limit */
    int64_t jitter;                 /* duration, 0 or more: up to this much later */
    int32_t overlap;                /* GS_OVERLAP_*; skip */
    int32_t max_active;             /* runs of one concurrency key at once, 1 or more; 0 is 1 */
    gs_string concurrency_key;      /* what overlap is judged on; empty is the job itself */
    int32_t catch_up;               /* GS_CATCH_UP_*; latest */
    int32_t catch_up_limit;         /* for `all`: instants owed at most; 0 is 100 */
    int64_t catch_up_window;        /* duration; 0 is 24 h */
    int64_t start_deadline;         /* duration after which a fire that could not start is expired; 0: none */
    int64_t timeout;                /* duration of one attempt; 0 is 30 min */
    int64_t stall_timeout;          /* duration without progress; 0: none */
    int32_t retries;                /* 0 to 1,000, counted over the run; gs_job_init sets 3 */
    int32_t retry_on;               /* GS_RETRY_ON_*; temporary */
    int64_t retry_delay;            /* duration before the first retry, doubling; 0 is 1 s */
    int64_t retry_max_delay;        /* duration; 0 is 1 h */
    int32_t on_lost;                /* GS_ON_LOST_*; report */
    int32_t job_class;              /* GS_CLASS_*; 0 is light */
    int32_t priority;               /* -1,000 to 1,000; when capacity is short, higher goes first: each point counts
                                     * as ten seconds of waiting, so that nothing starves; 0 */
    int32_t disable_after_failures; /* failed runs in a row; 0: never */
    int32_t notify_on;              /* GS_NOTIFY_* bits; gs_job_init sets completed | failed | disabled */
    int32_t paused;                 /* 1: the job does not fire */
    gs_string pause_reason;         /* up to 1,024 bytes */
    int32_t delete_when_finished;   /* 1: removed when it can fire no more */
    int32_t calendar_count;         /* up to GS_MAX_CALENDARS */
    const gs_string *calendars;     /* names of calendars that the host keeps: on their days the job does not fire */
    gs_bytes payload;               /* up to 16 MiB, opaque, for the executor */
} gs_job;

/* What the store keeps of a job. Written only through the storage functions; never taken from a client. */
typedef struct gs_job_row {
    uint32_t struct_size;
    int32_t readable;         /* 0: the row could not be decoded; then only id, generation, version and look_at hold */
    const gs_job *definition; /* payload empty unless the function says that it carries it */
    int64_t generation;       /* the version at insertion; runs copy it */
    int64_t version;          /* from one sequence of the whole store, never used again */
    int64_t revision;         /* what clients see: 1 at creation, then up by one with each change */
    int64_t next_fire;        /* the earliest instant not yet disposed of; GS_NO_TIME: none */
    int64_t fire_at;          /* the first instant from next_fire on that no calendar excludes, plus jitter; GS_NO_TIME
                               * when paused or without one */
    int64_t cursor;           /* the last instant disposed of in any way; GS_NO_TIME: none */
    int64_t look_at;          /* when to look at the job; the index that due_jobs reads; GS_NO_TIME: never;
                               * GS_AT_START: when an instance starts */
    int64_t last_fired_at;    /* when the last claim was committed; GS_NO_TIME: never */
    int64_t fires;            /* scheduled claims so far, what max_runs limits */
    int64_t succeeded;        /* runs closed so, over the job's life */
    int64_t failed;           /* runs closed as failed, timed_out, lost or rejected */
    int64_t failures_in_row;  /* of those, since the last success or resume */
    int64_t created_at;
    int64_t updated_at;       /* the last write from outside */
    int32_t last_outcome;     /* GS_OUTCOME_* of the run closed last; GS_OUTCOME_NONE before */
    int32_t disabled;         /* 1: paused by the scheduler, pause_reason says why */
    gs_id writer;             /* token of the last write from outside */
    gs_string tzdata_version; /* that next_fire was computed with; empty: it depends on none */
    int64_t last_success_at;  /* when a run was last closed as succeeded; GS_NO_TIME: never */
} gs_job_row;

#endif
