/* gateway.h - a small gateway in plain C: it loads the plugin, lends it a storage, an executor and a notifier that live
 * in memory, and starts it.
 *
 * Thread-safety: one thread, as far as the scheduler itself does not allow more.
 */
#ifndef TESTS_GATEWAY_H
#define TESTS_GATEWAY_H

#include <gateway_scheduler/scheduler.h>

#include "memory_executor.h"
#include "memory_notifier.h"
#include "memory_storage.h"

#define SECOND INT64_C(1000000)

/* The plugin that is under test. */
extern const char *plugin_path;

/* The shared object and its table. */
typedef struct plugin {
    void *handle;
    gs_entry_fn entry;
    const gs_scheduler_api *api;
} plugin;

/* Loads it for this ABI version; ends the process with a message when that fails. */
plugin plugin_load(void);
/* Closes it, and checks that it has gone from the process. */
void plugin_unload(const plugin *p);

typedef struct gateway {
    plugin plugin;
    const gs_scheduler_api *api;
    gs_scheduler *scheduler;
    memory_storage *storage;
    memory_executor *executor;
    memory_notifier *notifier;
    gs_host host;
    gs_options options;
    gs_error error; /* of the last call that took it */
} gateway;

/* All of it, created and not started. */
gateway *gateway_new(void);
/* The same, and started. */
gateway *gateway_started(void);
/* Makes a further scheduler over the same storage and executor in place of the present one, and destroys that. */
void gateway_replace_scheduler(gateway *g);
/* Stops if need be, destroys, unloads and frees. */
void gateway_end(gateway *g);

gs_string text(const char *literal);

/* A job with all defaults, told of in every event; `payload` is a word of memory_executor.h. */
gs_job gateway_job(const gateway *g, const char *id, const char *schedule, const char *payload);
/* Stores it and checks that it was created. */
void gateway_add(gateway *g, const char *id, const char *schedule, const char *payload);
/* Starts a run of the job by hand and checks that it was taken. */
gs_id gateway_run_now(gateway *g, const char *id);

/* The run's present row without its text; state 0 when there is none. */
gs_run gateway_run_row(gateway *g, gs_id run_id);
/* Whether the storage still has the job. */
int gateway_has_job(gateway *g, const char *id);
/* How many scheduled runs the job has, and whether two of them share a due instant. */
typedef struct gateway_fires {
    int runs;
    int twins;
} gateway_fires;
gateway_fires gateway_count_fires(gateway *g, const char *id);

/* 1 when a sentence tells what was wrong. */
int gateway_error_tells(const gateway *g);

#endif
