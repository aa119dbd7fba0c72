/* memory_executor.c - attempts in a list, and one thread that completes those that end later.
 * Thread-safety: as memory_executor.h says. */
#include "memory_executor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_rows.h"
#include "wait.h"

struct memory_executor {
    gs_executor table;
    waiter waiter;
    const gs_scheduler_api *api;
    gs_scheduler *scheduler;
    memory_list attempts; /* of memory_attempt, in the order of their starts */
    memory_list to_end;   /* of memory_attempt, not owned: the thread completes them */
    int stopping;
    pthread_t thread;
};

static memory_attempt *find_attempt(memory_executor *executor, const gs_id *run_id, int32_t attempt) {
    for (size_t i = 0; i < executor->attempts.count; i++) {
        memory_attempt *item = executor->attempts.items[i];
        if (item->attempt == attempt && memory_compare_ids(&item->run_id, run_id) == 0) return item;
    }
    return NULL;
}

static memory_attempt *latest_attempt(memory_executor *executor, const char *job_id) {
    for (size_t i = executor->attempts.count; i > 0; i--) {
        memory_attempt *item = executor->attempts.items[i - 1];
        if (strcmp(item->job_id, job_id) == 0) return item;
    }
    return NULL;
}

static int count_attempts(memory_executor *executor, const char *job_id) {
    int count = 0;
    for (size_t i = 0; i < executor->attempts.count; i++) {
        const memory_attempt *item = executor->attempts.items[i];
        count += strcmp(item->job_id, job_id) == 0;
    }
    return count;
}

static gs_completion completion_of(int32_t result) {
    static const char output[] = "done";
    static const char failure[] = "it did not work out";
    gs_completion completion = {.struct_size = (uint32_t)sizeof(gs_completion), .result = result};
    if (result == GS_RESULT_SUCCEEDED) {
        completion.output = (gs_bytes){(const uint8_t *)output, sizeof(output) - 1};
    } else {
        completion.error = (gs_string){failure, sizeof(failure) - 1};
    }
    return completion;
}

/* Marks the attempt as ended; with the mutex held. */
static void end_attempt(memory_executor *executor, memory_attempt *attempt, int32_t result) {
    attempt->state = GS_ATTEMPT_ENDED;
    attempt->result = result;
    waiter_changed(&executor->waiter);
}

static int32_t tell_scheduler(memory_executor *executor, const gs_id *run_id, int32_t attempt, int32_t result) {
    const gs_completion completion = completion_of(result);
    waiter_lock(&executor->waiter);
    const gs_scheduler_api *api = executor->api;
    gs_scheduler *scheduler = executor->scheduler;
    waiter_unlock(&executor->waiter);
    return api->complete_run(scheduler, run_id, attempt, &completion, NULL);
}

static int has_work(void *context) {
    const memory_executor *executor = context;
    return executor->stopping || executor->to_end.count > 0;
}

static void *end_later(void *context) {
    memory_executor *executor = context;
    waiter_lock(&executor->waiter);
    while (!executor->stopping) {
        if (!waiter_await(&executor->waiter, has_work, executor) || executor->to_end.count == 0) continue;
        memory_attempt *attempt = executor->to_end.items[0];
        memory_list_remove(&executor->to_end, 0);
        if (attempt->state != GS_ATTEMPT_GOING) continue;
        int32_t result = GS_RESULT_SUCCEEDED;
        if (attempt->canceled) result = GS_RESULT_CANCELED;
        end_attempt(executor, attempt, result);
        const gs_id run_id = attempt->run_id;
        const int32_t number = attempt->attempt;
        waiter_unlock(&executor->waiter);
        tell_scheduler(executor, &run_id, number, result);
        waiter_lock(&executor->waiter);
    }
    waiter_unlock(&executor->waiter);
    return NULL;
}

static int is_payload(const gs_start *start, const char *word) {
    const gs_bytes payload = start->job->payload;
    return payload.size == strlen(word) && memcmp(payload.data, word, strlen(word)) == 0;
}

static memory_attempt *insert_attempt(memory_executor *executor, const gs_start *start) {
    memory_attempt *attempt = memory_allocate(sizeof(memory_attempt));
    attempt->run_id = start->run_id;
    attempt->attempt = start->attempt;
    const gs_string id = start->job->id;
    snprintf(attempt->job_id, sizeof(attempt->job_id), "%.*s", (int)id.size, id.data);
    attempt->due_at = start->due_at;
    attempt->trigger = start->trigger;
    attempt->state = GS_ATTEMPT_GOING;
    memory_list_insert(&executor->attempts, executor->attempts.count, attempt);
    waiter_changed(&executor->waiter);
    return attempt;
}

static int32_t refuse(gs_error *error, int32_t status, const char *sentence) {
    if (error != NULL) {
        error->status = status;
        snprintf(error->text, sizeof(error->text), "%s", sentence);
    }
    return status;
}

static int32_t start_attempt(void *context, const gs_start *start, gs_error *error) {
    memory_executor *executor = context;
    if (is_payload(start, "busy")) return refuse(error, GS_BUSY, "somebody else holds the room");
    if (is_payload(start, "rejected")) return refuse(error, GS_REFUSED, "such work is never accepted here");
    if (is_payload(start, "failing")) return refuse(error, GS_FAILED, "the program is missing");

    waiter_lock(&executor->waiter);
    if (find_attempt(executor, &start->run_id, start->attempt) != NULL) {
        waiter_unlock(&executor->waiter);
        return refuse(error, GS_ALREADY, "this attempt was started before");
    }
    memory_attempt *attempt = insert_attempt(executor, start);
    int32_t result = 0;
    if (is_payload(start, "inside")) result = GS_RESULT_SUCCEEDED;
    if (is_payload(start, "flaky")) {
        result = start->attempt == 1 ? GS_RESULT_FAILED_TEMPORARILY : GS_RESULT_SUCCEEDED;
    }
    if (result != 0) {
        end_attempt(executor, attempt, result);
    } else if (is_payload(start, "thread")) {
        memory_list_insert(&executor->to_end, executor->to_end.count, attempt);
        waiter_changed(&executor->waiter);
    }
    waiter_unlock(&executor->waiter);
    if (result != 0) tell_scheduler(executor, &start->run_id, start->attempt, result);
    return GS_OK;
}

static int32_t cancel_attempt(void *context, const gs_id *run_id, int32_t number, int32_t reason, gs_error *error) {
    memory_executor *executor = context;
    waiter_lock(&executor->waiter);
    memory_attempt *attempt = find_attempt(executor, run_id, number);
    const int is_going = attempt != NULL && attempt->state == GS_ATTEMPT_GOING;
    if (is_going) {
        attempt->canceled = 1;
        attempt->cancel_reason = reason;
        memory_list_insert(&executor->to_end, executor->to_end.count, attempt);
        waiter_changed(&executor->waiter);
    }
    waiter_unlock(&executor->waiter);
    return is_going ? GS_OK : refuse(error, GS_NOT_FOUND, "no such attempt is going");
}

static int32_t query_attempt(void *context, const gs_id *run_id, int32_t number, int32_t *state, gs_ended_fn ended,
                             void *ended_context, gs_error *error) {
    (void)error;
    memory_executor *executor = context;
    waiter_lock(&executor->waiter);
    const memory_attempt *attempt = find_attempt(executor, run_id, number);
    *state = attempt == NULL ? GS_ATTEMPT_NEVER_STARTED : attempt->state;
    const int32_t result = attempt == NULL ? 0 : attempt->result;
    waiter_unlock(&executor->waiter);
    if (*state == GS_ATTEMPT_ENDED) {
        const gs_completion completion = completion_of(result);
        ended(ended_context, &completion);
    }
    return GS_OK;
}

static void release_attempt(void *context, const gs_id *run_id, int32_t number) {
    memory_executor *executor = context;
    waiter_lock(&executor->waiter);
    memory_attempt *attempt = find_attempt(executor, run_id, number);
    if (attempt != NULL) attempt->released = 1;
    waiter_changed(&executor->waiter);
    waiter_unlock(&executor->waiter);
}

memory_executor *memory_executor_new(void) {
    memory_executor *executor = memory_allocate(sizeof(memory_executor));
    executor->table = (gs_executor){.struct_size = (uint32_t)sizeof(gs_executor),
                                    .context = executor,
                                    .session = {{1}},
                                    .start = start_attempt,
                                    .cancel = cancel_attempt,
                                    .query = query_attempt,
                                    .release = release_attempt};
    waiter_init(&executor->waiter);
    pthread_create(&executor->thread, NULL, end_later, executor);
    return executor;
}

const gs_executor *memory_executor_table(memory_executor *executor) {
    return &executor->table;
}

void memory_executor_free(memory_executor *executor) {
    waiter_lock(&executor->waiter);
    executor->stopping = 1;
    waiter_changed(&executor->waiter);
    waiter_unlock(&executor->waiter);
    pthread_join(executor->thread, NULL);
    memory_list_free(&executor->attempts, free);
    free(executor->to_end.items);
    waiter_destroy(&executor->waiter);
    free(executor);
}

void memory_executor_serve(memory_executor *executor, const gs_scheduler_api *api, gs_scheduler *scheduler) {
    waiter_lock(&executor->waiter);
    executor->api = api;
    executor->scheduler = scheduler;
    waiter_unlock(&executor->waiter);
}

int memory_executor_starts(memory_executor *executor, const char *job_id) {
    waiter_lock(&executor->waiter);
    const int count = count_attempts(executor, job_id);
    waiter_unlock(&executor->waiter);
    return count;
}

memory_attempt memory_executor_latest(memory_executor *executor, const char *job_id) {
    memory_attempt copy = {.attempt = 0};
    waiter_lock(&executor->waiter);
    const memory_attempt *attempt = latest_attempt(executor, job_id);
    if (attempt != NULL) copy = *attempt;
    waiter_unlock(&executor->waiter);
    return copy;
}

/* What somebody waits for. */
typedef struct awaited {
    memory_executor *executor;
    const char *job_id;
    int starts;
} awaited;

static int has_starts(void *context) {
    const awaited *wanted = context;
    return count_attempts(wanted->executor, wanted->job_id) >= wanted->starts;
}

static int is_released(void *context) {
    const awaited *wanted = context;
    const memory_attempt *attempt = latest_attempt(wanted->executor, wanted->job_id);
    return attempt != NULL && attempt->released;
}

static int is_canceled(void *context) {
    const awaited *wanted = context;
    const memory_attempt *attempt = latest_attempt(wanted->executor, wanted->job_id);
    return attempt != NULL && attempt->canceled;
}

static int await(awaited wanted, int (*holds)(void *context)) {
    waiter_lock(&wanted.executor->waiter);
    const int held = waiter_await(&wanted.executor->waiter, holds, &wanted);
    waiter_unlock(&wanted.executor->waiter);
    return held;
}

int memory_executor_await_starts(memory_executor *executor, const char *job_id, int starts) {
    return await((awaited){executor, job_id, starts}, has_starts);
}

int memory_executor_await_release(memory_executor *executor, const char *job_id) {
    return await((awaited){executor, job_id, 0}, is_released);
}

int memory_executor_await_cancel(memory_executor *executor, const char *job_id) {
    return await((awaited){executor, job_id, 0}, is_canceled);
}

int32_t memory_executor_complete(memory_executor *executor, const gs_id *run_id, int32_t attempt, int32_t result) {
    waiter_lock(&executor->waiter);
    memory_attempt *known = find_attempt(executor, run_id, attempt);
    if (known != NULL) end_attempt(executor, known, result);
    waiter_unlock(&executor->waiter);
    return tell_scheduler(executor, run_id, attempt, result);
}
