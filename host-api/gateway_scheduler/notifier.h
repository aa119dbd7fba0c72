/* notifier.h - what the host lends so that people hear of what happened.
 *
 * History
 *   0.1  first shape.
 *
 * A notice goes out after the outcome is durable, at least once, with an id that stays the same when it is sent
 * again. Whatever the notifier answers, the run's state stays as it is.
 */
#ifndef GATEWAY_SCHEDULER_NOTIFIER_H
#define GATEWAY_SCHEDULER_NOTIFIER_H

#include "abi.h"
#include "job.h"
#include "run.h"

/* Borrowed for the call. Exactly one of run and record is not null. */
typedef struct gs_notice {
    uint32_t struct_size;
    int32_t event; /* one GS_NOTIFY_* bit */
    gs_id id;      /* stable: that of the run or record it tells of */
    gs_string job_id;
    gs_string job_name;      /* empty when the job is gone */
    gs_string owner;         /* likewise */
    const gs_run *run;       /* the closed run, output included */
    const gs_record *record; /* the record */
} gs_notice;

typedef struct gs_notifier {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;

    /* Tell it. GS_OK: told, or taken over durably. GS_UNAVAILABLE: it is sent again later, with backoff, for as
     * long as it takes. Any other status: given up, logged and counted; it is not sent again.
     * [notifier thread, never two at once | may block up to 30 s | yes] Required. */
    int32_t (*notify)(void *context, const gs_notice *notice, gs_error *error);
} gs_notifier;

#endif
