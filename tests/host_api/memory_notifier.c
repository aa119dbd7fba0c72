/* memory_notifier.c - a list of what was told. Thread-safety: as memory_notifier.h says. */
#include "memory_notifier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_rows.h"
#include "wait.h"

struct memory_notifier {
    gs_notifier table;
    waiter waiter;
    memory_list notices; /* of memory_notice */
};

static int32_t notify(void *context, const gs_notice *notice, gs_error *error) {
    (void)error;
    memory_notifier *notifier = context;
    memory_notice *kept = memory_allocate(sizeof(memory_notice));
    kept->event = notice->event;
    kept->id = notice->id;
    snprintf(kept->job_id, sizeof(kept->job_id), "%.*s", (int)notice->job_id.size, notice->job_id.data);
    if (notice->run != NULL) {
        kept->outcome = notice->run->outcome;
        kept->reason = notice->run->reason;
        kept->attempt = notice->run->attempt;
    } else {
        kept->reason = notice->record->reason;
    }
    waiter_lock(&notifier->waiter);
    memory_list_insert(&notifier->notices, notifier->notices.count, kept);
    waiter_changed(&notifier->waiter);
    waiter_unlock(&notifier->waiter);
    return GS_OK;
}

memory_notifier *memory_notifier_new(void) {
    memory_notifier *notifier = memory_allocate(sizeof(memory_notifier));
    notifier->table =
        (gs_notifier){.struct_size = (uint32_t)sizeof(gs_notifier), .context = notifier, .notify = notify};
    waiter_init(&notifier->waiter);
    return notifier;
}

const gs_notifier *memory_notifier_table(memory_notifier *notifier) {
    return &notifier->table;
}

void memory_notifier_free(memory_notifier *notifier) {
    memory_list_free(&notifier->notices, free);
    waiter_destroy(&notifier->waiter);
    free(notifier);
}

typedef struct awaited {
    memory_notifier *notifier;
    const char *job_id;
    int32_t event;
    memory_notice found;
} awaited;

static int is_told(void *context) {
    awaited *wanted = context;
    for (size_t i = 0; i < wanted->notifier->notices.count; i++) {
        const memory_notice *notice = wanted->notifier->notices.items[i];
        if (notice->event != wanted->event || strcmp(notice->job_id, wanted->job_id) != 0) continue;
        wanted->found = *notice;
        return 1;
    }
    return 0;
}

memory_notice memory_notifier_await(memory_notifier *notifier, const char *job_id, int32_t event) {
    awaited wanted = {.notifier = notifier, .job_id = job_id, .event = event};
    waiter_lock(&notifier->waiter);
    waiter_await(&notifier->waiter, is_told, &wanted);
    waiter_unlock(&notifier->waiter);
    return wanted.found;
}
