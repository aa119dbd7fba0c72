/* memory_storage.h - a complete storage in memory, in plain C11: what a gateway's own storage has to do, and the
 * witness that the conformance suite is measured by. It forgets everything when it is freed.
 *
 * Thread-safety: the table's functions may be called from any thread at any time; one mutex makes each call one
 * transaction. The visitors are called while it is held; a call from inside one of them answers GS_REENTRANT.
 */
#ifndef TESTS_MEMORY_STORAGE_H
#define TESTS_MEMORY_STORAGE_H

#include <gateway_scheduler/storage.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct memory_storage memory_storage;

/* The store's clock in microseconds since the Unix epoch, called under the store's mutex. */
typedef int64_t (*memory_clock_fn)(void *context);

/* A new, empty store. A null clock is the machine's own wall clock. */
memory_storage *memory_storage_new(memory_clock_fn clock, void *context);

/* The table that is lent to a scheduler; it lives as long as the store. */
const gs_storage *memory_storage_table(memory_storage *storage);

/* Makes the calendar, or replaces the one of its name, as the host's own keeping of calendars would. Its ranges may
 * stand in any order and may not overlap; they are told in ascending order. Any thread, not from inside a visitor. */
void memory_storage_set_calendar(memory_storage *storage, const gs_calendar *calendar);

/* Frees the store. Nobody may be inside it. Null is allowed. */
void memory_storage_free(memory_storage *storage);

#ifdef __cplusplus
}
#endif

#endif
