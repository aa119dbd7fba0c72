/* memory_rows.h - the rows of the store in memory: each owns copies of all its text and bytes.
 *
 * Thread-safety: none of its own; the store's mutex guards them.
 */
#ifndef TESTS_MEMORY_ROWS_H
#define TESTS_MEMORY_ROWS_H

#include <stddef.h>

#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

/* A growing list of owned pointers. */
typedef struct memory_list {
    void **items;
    size_t count;
    size_t capacity;
} memory_list;

typedef struct memory_job {
    gs_job definition;
    gs_job_row row; /* its definition is the one above */
} memory_job;

/* Zeroed memory; ends the process with a message when there is none. */
void *memory_allocate(size_t size);

void memory_list_insert(memory_list *list, size_t index, void *item);
void memory_list_remove(memory_list *list, size_t index);
void memory_list_free(memory_list *list, void (*free_item)(void *item));

gs_string memory_copy_string(gs_string text);
gs_bytes memory_copy_bytes(gs_bytes bytes);
/* Frees what `text` owns and makes it a copy of `value`. */
void memory_set_string(gs_string *text, gs_string value);
void memory_set_bytes(gs_bytes *bytes, gs_bytes value);

/* Byte by byte, the shorter first: below 0, 0 or above 0. */
int memory_compare_strings(gs_string left, gs_string right);
int memory_compare_ids(const gs_id *left, const gs_id *right);
int memory_same_bytes(gs_bytes left, gs_bytes right);
int memory_is_zero(const gs_id *id);

memory_job *memory_job_new(const gs_job *definition);
/* Replaces the definition by a copy of `definition`, which may not be its own. */
void memory_job_define(memory_job *job, const gs_job *definition);
void memory_job_free(void *job);

/* Copies of rows. */
gs_run *memory_run_new(const gs_run *row);
void memory_run_free(void *run);
gs_record *memory_record_new(const gs_record *row);
void memory_record_free(void *record);
gs_replica *memory_replica_new(const gs_replica *row);
void memory_replica_free(void *replica);
gs_calendar *memory_calendar_new(const gs_calendar *row);
void memory_calendar_free(void *calendar);

#endif
