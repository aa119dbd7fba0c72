/* jobs_changed.h - an extension: the host tells its scheduler that other replicas have changed jobs in the store.
 *
 * History
 *   1  first shape.
 *
 * A scheduler reads what is due soon every few seconds (gs_options.refresh), so that a job which another replica has
 * added is known to it by then, with or without this. A host whose store can say at once that something has changed
 * hands that on here, and the job is known within milliseconds. It is a hint and changes nothing by itself: it may come
 * late, twice, or not at all.
 *
 *     const gs_jobs_changed *changed = api->extension(scheduler, (gs_string){GS_JOBS_CHANGED, sizeof GS_JOBS_CHANGED -
 * 1}); if (changed) changed->jobs_changed(scheduler, ids, count);
 */
#ifndef GATEWAY_SCHEDULER_JOBS_CHANGED_H
#define GATEWAY_SCHEDULER_JOBS_CHANGED_H

#include "abi.h"
#include "scheduler.h"

#define GS_JOBS_CHANGED "jobs_changed/1"

typedef struct gs_jobs_changed {
    uint32_t struct_size;
    uint32_t reserved;

    /* These jobs were added, changed, paused, resumed or removed by somebody else, or the cancellation of one of their
     * runs was asked for. The ids are read during the call. count is 0 when it is not known which, as after a lost
     * connection: then everything that is near is read anew. Ids that no job can have are left out. Of no effect unless
     * the scheduler is started. [any thread, from inside any hook | no | no] */
    void (*jobs_changed)(gs_scheduler *scheduler, const gs_string *job_ids, uint32_t count);
} gs_jobs_changed;

#endif
