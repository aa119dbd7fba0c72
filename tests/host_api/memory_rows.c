/* memory_rows.c - copies, comparisons and lists of owned rows. Thread-safety: as memory_rows.h says. */
#include "memory_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *memory_allocate(size_t size) {
    void *memory = calloc(1, size == 0 ? 1 : size);
    if (memory == NULL) {
        fprintf(stderr, "memory_storage: no memory for %zu bytes\n", size);
        abort();
    }
    return memory;
}

static void grow(memory_list *list) {
    const size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
    void **items = memory_allocate(capacity * sizeof(void *));
    if (list->count != 0) memcpy(items, list->items, list->count * sizeof(void *));
    free(list->items);
    list->items = items;
    list->capacity = capacity;
}

void memory_list_insert(memory_list *list, size_t index, void *item) {
    if (list->count == list->capacity) grow(list);
    memmove(list->items + index + 1, list->items + index, (list->count - index) * sizeof(void *));
    list->items[index] = item;
    list->count++;
}

void memory_list_remove(memory_list *list, size_t index) {
    list->count--;
    memmove(list->items + index, list->items + index + 1, (list->count - index) * sizeof(void *));
}

void memory_list_free(memory_list *list, void (*free_item)(void *item)) {
    for (size_t i = 0; i < list->count; i++) free_item(list->items[i]);
    free(list->items);
}

gs_bytes memory_copy_bytes(gs_bytes bytes) {
    gs_bytes copy = {NULL, bytes.size};
    if (bytes.size == 0) return copy;
    uint8_t *data = memory_allocate((size_t)bytes.size);
    memcpy(data, bytes.data, (size_t)bytes.size);
    copy.data = data;
    return copy;
}

gs_string memory_copy_string(gs_string text) {
    const gs_bytes copy = memory_copy_bytes((gs_bytes){(const uint8_t *)text.data, text.size});
    return (gs_string){(const char *)copy.data, copy.size};
}

/* What a row owns is const to its readers only. */
static void free_const(const void *memory) {
    free((void *)memory);
}

void memory_set_string(gs_string *text, gs_string value) {
    const gs_string copy = memory_copy_string(value);
    free_const(text->data);
    *text = copy;
}

void memory_set_bytes(gs_bytes *bytes, gs_bytes value) {
    const gs_bytes copy = memory_copy_bytes(value);
    free_const(bytes->data);
    *bytes = copy;
}

int memory_compare_strings(gs_string left, gs_string right) {
    const uint64_t shorter = left.size < right.size ? left.size : right.size;
    const int order = shorter == 0 ? 0 : memcmp(left.data, right.data, (size_t)shorter);
    if (order != 0 || left.size == right.size) return order;
    return left.size < right.size ? -1 : 1;
}

int memory_compare_ids(const gs_id *left, const gs_id *right) {
    return memcmp(left->bytes, right->bytes, 16);
}

int memory_same_bytes(gs_bytes left, gs_bytes right) {
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, (size_t)left.size) == 0);
}

int memory_is_zero(const gs_id *id) {
    static const gs_id zero;
    return memory_compare_ids(id, &zero) == 0;
}

static void free_definition(gs_job *definition) {
    for (int32_t i = 0; i < definition->label_count; i++) {
        free_const(definition->labels[i].key.data);
        free_const(definition->labels[i].value.data);
    }
    free_const(definition->labels);
    for (int32_t i = 0; i < definition->calendar_count; i++) free_const(definition->calendars[i].data);
    free_const(definition->calendars);
    free_const(definition->id.data);
    free_const(definition->name.data);
    free_const(definition->owner.data);
    free_const(definition->schedule.data);
    free_const(definition->zone.data);
    free_const(definition->concurrency_key.data);
    free_const(definition->pause_reason.data);
    free_const(definition->payload.data);
}

static gs_label *copy_labels(const gs_job *definition) {
    if (definition->label_count <= 0) return NULL;
    gs_label *labels = memory_allocate((size_t)definition->label_count * sizeof(gs_label));
    for (int32_t i = 0; i < definition->label_count; i++) {
        labels[i].key = memory_copy_string(definition->labels[i].key);
        labels[i].value = memory_copy_string(definition->labels[i].value);
    }
    return labels;
}

static gs_string *copy_calendars(const gs_job *definition) {
    if (definition->calendar_count <= 0) return NULL;
    gs_string *names = memory_allocate((size_t)definition->calendar_count * sizeof(gs_string));
    for (int32_t i = 0; i < definition->calendar_count; i++) names[i] = memory_copy_string(definition->calendars[i]);
    return names;
}

static gs_job copy_definition(const gs_job *definition) {
    gs_job copy = *definition;
    copy.struct_size = (uint32_t)sizeof(gs_job);
    copy.labels = copy_labels(definition);
    copy.calendars = copy_calendars(definition);
    copy.id = memory_copy_string(definition->id);
    copy.name = memory_copy_string(definition->name);
    copy.owner = memory_copy_string(definition->owner);
    copy.schedule = memory_copy_string(definition->schedule);
    copy.zone = memory_copy_string(definition->zone);
    copy.concurrency_key = memory_copy_string(definition->concurrency_key);
    copy.pause_reason = memory_copy_string(definition->pause_reason);
    copy.payload = memory_copy_bytes(definition->payload);
    return copy;
}

memory_job *memory_job_new(const gs_job *definition) {
    memory_job *job = memory_allocate(sizeof(memory_job));
    job->definition = copy_definition(definition);
    job->row.struct_size = (uint32_t)sizeof(gs_job_row);
    job->row.readable = 1;
    job->row.definition = &job->definition;
    return job;
}

void memory_job_define(memory_job *job, const gs_job *definition) {
    gs_job copy = copy_definition(definition);
    free_definition(&job->definition);
    job->definition = copy;
}

void memory_job_free(void *item) {
    memory_job *job = item;
    free_definition(&job->definition);
    free_const(job->row.tzdata_version.data);
    free(job);
}

gs_run *memory_run_new(const gs_run *row) {
    gs_run *run = memory_allocate(sizeof(gs_run));
    *run = *row;
    run->struct_size = (uint32_t)sizeof(gs_run);
    run->job_id = memory_copy_string(row->job_id);
    run->owner_instance = memory_copy_string(row->owner_instance);
    run->concurrency_key = memory_copy_string(row->concurrency_key);
    run->error = memory_copy_string(row->error);
    run->output = memory_copy_bytes(row->output);
    return run;
}

void memory_run_free(void *item) {
    gs_run *run = item;
    free_const(run->job_id.data);
    free_const(run->owner_instance.data);
    free_const(run->concurrency_key.data);
    free_const(run->error.data);
    free_const(run->output.data);
    free(run);
}

gs_record *memory_record_new(const gs_record *row) {
    gs_record *record = memory_allocate(sizeof(gs_record));
    *record = *row;
    record->struct_size = (uint32_t)sizeof(gs_record);
    record->job_id = memory_copy_string(row->job_id);
    record->by_instance = memory_copy_string(row->by_instance);
    record->detail = memory_copy_string(row->detail);
    return record;
}

void memory_record_free(void *item) {
    gs_record *record = item;
    free_const(record->job_id.data);
    free_const(record->by_instance.data);
    free_const(record->detail.data);
    free(record);
}

gs_replica *memory_replica_new(const gs_replica *row) {
    gs_replica *replica = memory_allocate(sizeof(gs_replica));
    *replica = *row;
    replica->instance = memory_copy_string(row->instance);
    return replica;
}

void memory_replica_free(void *item) {
    gs_replica *replica = item;
    free_const(replica->instance.data);
    free(replica);
}

gs_calendar *memory_calendar_new(const gs_calendar *row) {
    gs_calendar *calendar = memory_allocate(sizeof(gs_calendar));
    *calendar = *row;
    calendar->struct_size = (uint32_t)sizeof(gs_calendar);
    calendar->name = memory_copy_string(row->name);
    const size_t size = (size_t)row->day_range_count * sizeof(gs_day_range);
    gs_day_range *days = memory_allocate(size);
    if (size != 0) memcpy(days, row->day_ranges, size);
    calendar->day_ranges = days;
    return calendar;
}

void memory_calendar_free(void *item) {
    gs_calendar *calendar = item;
    free_const(calendar->name.data);
    free_const(calendar->day_ranges);
    free(calendar);
}
