/* host.h - everything that the host lends, in one table, and the options of one scheduler.
 *
 * History
 *   0.1  first shape.
 */
#ifndef GATEWAY_SCHEDULER_HOST_H
#define GATEWAY_SCHEDULER_HOST_H

#include "abi.h"
#include "executor.h"
#include "notifier.h"
#include "storage.h"

/* Clocks, for tests and simulations. Stub: CLOCK_BOOTTIME and CLOCK_REALTIME. */
typedef struct gs_clock {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;
    int64_t (*boottime)(void *context); /* microseconds, never goes back. [any thread | no | no] */
    int64_t (*realtime)(void *context); /* microseconds since the epoch; only compared, to report an offset.
                                           [any thread | no | no] */
} gs_clock;

enum { GS_LOG_DEBUG = 0, GS_LOG_INFO = 1, GS_LOG_WARNING = 2, GS_LOG_ERROR = 3 };

/* Stub: nothing is logged. Secrets and payloads are never passed to it. */
typedef struct gs_log {
    uint32_t struct_size;
    int32_t level; /* messages below it are not passed */
    void *context;
    void (*write)(void *context, int32_t level, gs_string message); /* [any thread | no | no] */
} gs_log;

enum { GS_METRIC_COUNTER = 1, GS_METRIC_GAUGE = 2, GS_METRIC_SAMPLE = 3 };

/* Stub: nothing is measured. Names are lower case with underscores and end in their unit. */
typedef struct gs_metrics {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;
    void (*record)(void *context, int32_t kind, gs_string name, double value); /* [any thread | no | no] */
} gs_metrics;

/* What the host lends. Every pointer, and what it points to, outlives the scheduler. storage, executor and
 * notifier may be null for a scheduler that only previews and validates: start then answers GS_INVALID. */
typedef struct gs_host {
    uint32_t struct_size;
    uint32_t reserved;
    const gs_storage *storage;
    const gs_executor *executor;
    const gs_notifier *notifier; /* null: nobody is told; outcomes count as announced */
    const gs_clock *clock;       /* null: the stub, as for the two below */
    const gs_log *log;
    const gs_metrics *metrics;
} gs_host;

#define GS_KEEP_FOR_EVER INT64_C(-1)

/* Options, copied by create. 0 or empty is the default that the comment names. Durations in microseconds. */
typedef struct gs_options {
    uint32_t struct_size;
    int32_t max_concurrent;    /* units of capacity, 1 to 1,000,000; 4 */
    gs_string instance;        /* name of this replica, the same after a restart; "default" */
    gs_string zone_directory;  /* absolute path; the system's /usr/share/zoneinfo */
    gs_id data_directory;      /* random id kept in the host's data directory; zero: none */
    int32_t predecessor_dead;  /* 1: the host vouches, by a lock on the data directory held for its whole life, that
                                  every earlier process of this instance and data directory is dead or is itself */
    int32_t horizon_limit;     /* jobs held in memory at most, 100 to 10,000,000; 100,000 */
    int64_t horizon;           /* how far ahead jobs are held in memory, 1 s to 1 h; 60 s */
    int64_t refresh;           /* how often the horizon is read anew, 100 ms to 1 min; 5 s */
    int64_t lease;             /* 1 s to 1 h; 2 min */
    int64_t cancel_grace;      /* how long a canceled or timed out attempt may take to end, 1 s to 10 min; 10 s */
    int64_t call_timeout;      /* how long a call such as add_or_update waits for its outcome, 1 s to 10 min; 30 s */
    int64_t missed_after;      /* an instant noticed later than this, or than the job's following one, is missed, and
                                  catch_up decides; 1 s to 1 h; 1 min */
    int64_t catch_up_interval; /* between two starts of one job that make up for missed instants, 1 ms to 1 h; 1 s */

    /* How much history is kept. The scheduler sweeps it once a night, among all replicas, by the job system/retention,
     * which it stores when it starts and removes if everything is kept. Give all replicas of a store the same: the one
     * that started last decides. Ages count from the end of a run, to the second; a failure is a run that failed, timed
     * out, was lost or was rejected; the newest run and the newest record of a job always stay. */
    int64_t keep_runs_for;     /* runs and records, 1 h to 36,500 days, or GS_KEEP_FOR_EVER; 90 days */
    int64_t keep_failures_for; /* not below keep_runs_for; likewise; 365 days, or keep_runs_for if that is longer */
    int64_t keep_runs;         /* the newest so many runs, and records, of a job, 1 to 1,000,000, or GS_KEEP_FOR_EVER;
                                  100 */
    int64_t keep_failures;     /* beyond keep_runs older failures, until a job has so many runs; not below keep_runs;
                                  likewise; 1,000, or keep_runs if that is more */
} gs_options;

#endif
