/* memory_notifier.h - a notifier in plain C that keeps what it is told.
 *
 * Thread-safety: everything may be called from any thread.
 */
#ifndef TESTS_MEMORY_NOTIFIER_H
#define TESTS_MEMORY_NOTIFIER_H

#include <gateway_scheduler/notifier.h>

#include "memory_executor.h"

typedef struct memory_notifier memory_notifier;

typedef struct memory_notice {
    int32_t event; /* GS_NOTIFY_*; 0: none */
    gs_id id;
    char job_id[MEMORY_JOB_ID_SIZE];
    int32_t outcome; /* GS_OUTCOME_* of a run, or GS_OUTCOME_NONE */
    int32_t reason;  /* GS_REASON_* of the run or record */
    int32_t attempt; /* of a run */
} memory_notice;

memory_notifier *memory_notifier_new(void);
const gs_notifier *memory_notifier_table(memory_notifier *notifier);
void memory_notifier_free(memory_notifier *notifier);

/* Waits for a notice of that event of the job; its event is 0 when that took too long. */
memory_notice memory_notifier_await(memory_notifier *notifier, const char *job_id, int32_t event);

#endif
