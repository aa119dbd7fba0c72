/* memory_calendars.c - the calendars that the host keeps: setting one, and the read. Thread-safety: memory_storage.h.
 */
#include "memory_store.h"

#include <stdlib.h>

static int compare_ranges(const void *left, const void *right) {
    const gs_day_range *a = left;
    const gs_day_range *b = right;
    return a->first_day < b->first_day ? -1 : a->first_day > b->first_day;
}

/* The index of the first calendar with a name that is not below `name`. */
static size_t position_of(const memory_list *calendars, gs_string name) {
    size_t index = 0;
    while (index < calendars->count) {
        const gs_calendar *calendar = calendars->items[index];
        if (memory_compare_strings(calendar->name, name) >= 0) break;
        index++;
    }
    return index;
}

void memory_storage_set_calendar(memory_storage *storage, const gs_calendar *calendar) {
    gs_calendar *copy = memory_calendar_new(calendar);
    qsort((void *)copy->day_ranges, (size_t)copy->day_range_count, sizeof(gs_day_range), compare_ranges);
    pthread_mutex_lock(&storage->mutex);
    memory_list *calendars = &storage->calendars;
    const size_t index = position_of(calendars, copy->name);
    gs_calendar *present = index < calendars->count ? calendars->items[index] : NULL;
    if (present != NULL && memory_compare_strings(present->name, copy->name) == 0) {
        memory_list_remove(calendars, index);
        memory_calendar_free(present);
    }
    memory_list_insert(calendars, index, copy);
    pthread_mutex_unlock(&storage->mutex);
}

int32_t memory_calendars(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    for (size_t i = 0; answer->calendar != NULL && i < call.store->calendars.count; i++) {
        answer->calendar(answer->context, call.store->calendars.items[i]);
    }
    return memory_close(&call);
}
