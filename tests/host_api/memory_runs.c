/* memory_runs.c - the writes to a run: begin takes it over, update moves it on, ask_cancel flags it.
 * Thread-safety: memory_storage.h. */
#include "memory_store.h"

static gs_item_result told(int32_t outcome, const gs_run *run) {
    gs_item_result result = memory_result(outcome);
    result.epoch = run->epoch;
    result.attempt = run->attempt;
    result.state = run->state;
    result.run_outcome = run->outcome;
    return result;
}

static int owns(const memory_call *call, const gs_run *run) {
    return memory_compare_ids(&run->owner_incarnation, &call->caller->incarnation) == 0;
}

/* The job whose gate lets the run start, or null. */
static const memory_job *open_gate(const memory_call *call, const gs_run *run) {
    const memory_job *job = memory_find_job(call->store, run->job_id);
    if (job == NULL || job->row.generation != run->generation || job->definition.paused != 0) return NULL;
    return job;
}

static memory_versions permit_start(const memory_call *call, gs_run *run) {
    const memory_job *job = open_gate(call, run);
    if (run->cancel_requested != 0) return memory_end_canceled(call, run, GS_REASON_REQUESTED);
    if (job == NULL) return memory_end_canceled(call, run, GS_REASON_GATE);
    run->state = GS_STATE_CLAIMED;
    run->attempt += run->attempt_spent;
    run->attempt_spent = 0;
    run->wake_at = GS_NO_TIME;
    run->revision = job->row.revision;
    return (memory_versions){0, 0};
}

static gs_item_result with_versions(gs_item_result result, memory_versions versions) {
    result.version = versions.after;
    result.version_before = versions.before;
    return result;
}

static gs_item_result begun(const memory_call *call, int32_t outcome, const gs_run *run, int32_t start) {
    gs_item_result result = told(outcome, run);
    if (start != 0 && run->state == GS_STATE_CLAIMED) {
        const memory_job *job = open_gate(call, run);
        if (job != NULL) result.job = &job->row;
    }
    return result;
}

static gs_item_result judge_begin(const memory_call *call, const gs_begin *item) {
    gs_run *run = memory_find_run(call->store, &item->run_id);
    if (run == NULL) return memory_result(GS_ITEM_GONE);
    if (run->epoch == item->epoch + 1 && owns(call, run)) return begun(call, GS_ITEM_ALREADY, run, item->start);
    if (run->state == GS_STATE_CLOSED && run->announced != 0) return memory_result(GS_ITEM_GONE);
    if (run->epoch != item->epoch) return memory_result(GS_ITEM_CONFLICT);
    if (!owns(call, run) && memory_living_replica(call->store, run->owner_instance, &call->caller->incarnation)) {
        return memory_result(GS_ITEM_REFUSED);
    }

    run->epoch++;
    memory_set_string(&run->owner_instance, call->caller->instance);
    run->owner_incarnation = call->caller->incarnation;
    memory_versions versions = {0, 0};
    if (item->start != 0 && run->state != GS_STATE_CLOSED) versions = permit_start(call, run);
    if (item->start == 0 && run->state == GS_STATE_CLAIMED) { /* its owner may have started it */
        run->state = GS_STATE_RUNNING;
        run->attempt_spent = 1;
    }
    return with_versions(begun(call, GS_ITEM_DONE, run, item->start), versions);
}

static int is_closed_as(const gs_run *run, const gs_update *item) {
    const gs_bytes error = {(const uint8_t *)run->error.data, run->error.size};
    const gs_bytes wanted_error = {(const uint8_t *)item->error.data, item->error.size};
    return run->outcome == item->outcome && (item->reason == GS_REASON_NONE || run->reason == item->reason) &&
           run->output_truncated == item->output_truncated && memory_same_bytes(error, wanted_error) &&
           memory_same_bytes(run->output, item->output);
}

/* A completion that came too late: it is noted on the closed run, and nothing else is. */
static int is_late_result(const gs_update *item) {
    return item->from_states == GS_STATE_CLOSED && item->to_state == GS_STATE_CLOSED && item->late_result != 0;
}

/* Is the run as this item would leave it? */
static int is_in_place(const gs_run *run, const gs_update *item) {
    if (is_late_result(item)) return run->state == GS_STATE_CLOSED && run->late_result != 0;
    if (item->to_state == GS_STATE_RUNNING) return run->state == GS_STATE_RUNNING;
    if (item->to_state == GS_STATE_WAITING && run->cancel_requested != 0) {
        return run->state == GS_STATE_CLOSED && run->outcome == GS_OUTCOME_CANCELED;
    }
    if (item->to_state == GS_STATE_WAITING) {
        return run->state == GS_STATE_WAITING && run->wake_at == item->wake_at &&
               run->attempt_spent == item->attempt_spent;
    }
    if (run->state != GS_STATE_CLOSED || run->announced != item->announced || run->wake_at != item->wake_at) return 0;
    return item->from_states == GS_STATE_CLOSED || is_closed_as(run, item);
}

static memory_versions close_run(const memory_call *call, gs_run *run, const gs_update *item) {
    memory_set_string(&run->error, item->error);
    memory_set_bytes(&run->output, item->output);
    run->output_truncated = item->output_truncated;
    const memory_close_run how = {.outcome = item->outcome,
                                  .reason = item->reason,
                                  .announced = item->announced,
                                  .wake_at = item->wake_at,
                                  .next_fire = item->next_fire};
    return memory_end_run(call, run, &how);
}

static memory_versions move_run(const memory_call *call, gs_run *run, const gs_update *item) {
    static const memory_versions job_untouched = {0, 0};
    if (item->to_state == GS_STATE_WAITING) {
        if (run->cancel_requested != 0) return memory_end_canceled(call, run, GS_REASON_REQUESTED);
        run->state = GS_STATE_WAITING;
        run->wake_at = item->wake_at;
        run->attempt_spent = item->attempt_spent;
        return job_untouched;
    }
    if (is_late_result(item)) {
        run->late_result = item->late_result;
        return job_untouched;
    }
    if (run->state == GS_STATE_CLOSED) {
        run->announced = item->announced;
        run->wake_at = item->wake_at;
        return memory_arm(call, run, item->next_fire);
    }
    if (run->started_at == GS_NO_TIME) run->started_at = item->started_at;
    if (item->to_state == GS_STATE_CLOSED) return close_run(call, run, item);
    run->state = GS_STATE_RUNNING;
    run->attempt_spent = 1;
    return job_untouched;
}

static gs_item_result refuse_state(const gs_run *run) {
    return told(run->state == GS_STATE_CLOSED ? GS_ITEM_GONE : GS_ITEM_CONFLICT, run);
}

static gs_item_result bad(const char *detail, uint64_t size) {
    gs_item_result result = memory_result(GS_ITEM_BAD);
    result.detail = (gs_string){detail, size};
    return result;
}

static gs_item_result judge_update(const memory_call *call, const gs_update *item) {
    static const char unknown_state[] = "update: to_state must be running, waiting or closed";
    const int32_t to = item->to_state;
    if (to != GS_STATE_RUNNING && to != GS_STATE_WAITING && to != GS_STATE_CLOSED) {
        return bad(unknown_state, sizeof(unknown_state) - 1);
    }
    gs_run *run = memory_find_run(call->store, &item->run_id);
    if (run == NULL) return memory_result(GS_ITEM_GONE);
    if (run->epoch != item->epoch || !owns(call, run)) return memory_result(GS_ITEM_CONFLICT);
    if (is_in_place(run, item)) {
        gs_item_result result = told(GS_ITEM_ALREADY, run);
        const memory_job *job = memory_find_job(call->store, run->job_id);
        if (to == GS_STATE_CLOSED && job != NULL) result.version = job->row.version;
        if (run->state == GS_STATE_CLOSED) result.at = run->finished_at;
        return result;
    }
    if ((item->from_states & run->state) == 0) return refuse_state(run);
    if (run->state == GS_STATE_CLOSED && to != GS_STATE_CLOSED) return refuse_state(run);

    const memory_versions versions = move_run(call, run, item);
    return with_versions(told(GS_ITEM_DONE, run), versions);
}

static gs_item_result judge_ask_cancel(const memory_call *call, const gs_ask_cancel *item) {
    gs_run *run = memory_find_run(call->store, &item->run_id);
    if (run == NULL) return memory_result(GS_ITEM_GONE);
    if (run->state == GS_STATE_CLOSED) return told(GS_ITEM_GONE, run);
    if (run->cancel_requested != 0) return told(GS_ITEM_ALREADY, run);
    run->cancel_requested = 1;
    run->reason = item->reason;
    memory_versions versions = {0, 0};
    if (run->state == GS_STATE_WAITING) versions = memory_end_canceled(call, run, item->reason);
    return with_versions(told(GS_ITEM_DONE, run), versions);
}

int32_t memory_begin(void *context, const gs_caller *caller, const gs_begin *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_begin(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

int32_t memory_update(void *context, const gs_caller *caller, const gs_update *const *items, uint32_t count,
                      gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_update(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

int32_t memory_ask_cancel(void *context, const gs_caller *caller, const gs_ask_cancel *const *items, uint32_t count,
                          gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_ask_cancel(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}
