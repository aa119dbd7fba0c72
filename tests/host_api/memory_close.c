/* memory_close.c - how a run ends in the store, whatever ends it, and what its job gets to know of it.
 * Thread-safety: memory_store.h. */
#include "memory_store.h"

static int is_failure(int32_t outcome) {
    return outcome == GS_OUTCOME_FAILED || outcome == GS_OUTCOME_TIMED_OUT || outcome == GS_OUTCOME_LOST ||
           outcome == GS_OUTCOME_REJECTED;
}

static void count_outcome(gs_job_row *row, int32_t outcome, int64_t now) {
    row->last_outcome = outcome;
    if (outcome == GS_OUTCOME_SUCCEEDED) {
        row->succeeded++;
        row->last_success_at = now;
        row->failures_in_row = 0;
    } else if (is_failure(outcome)) {
        row->failed++;
        row->failures_in_row++;
    }
}

/* The job that the run belongs to, or null when that one is gone. */
static memory_job *job_of(const memory_call *call, const gs_run *run) {
    memory_job *job = memory_find_job(call->store, run->job_id);
    return job != NULL && job->row.generation == run->generation ? job : NULL;
}

/* A next fire that was computed from an earlier definition, or for an earlier fire, arms nothing. */
static int is_armed_by(const memory_job *job, const gs_run *run, int64_t next_fire) {
    return next_fire != GS_NO_TIME && job->row.next_fire == GS_NO_TIME && job->definition.paused == 0 &&
           job->row.revision == run->revision && job->row.cursor == run->due_at;
}

static memory_versions raise_version(const memory_call *call, memory_job *job) {
    memory_versions versions = {.before = job->row.version};
    versions.after = job->row.version = memory_next_version(call->store);
    return versions;
}

memory_versions memory_end_run(const memory_call *call, gs_run *run, const memory_close_run *how) {
    run->state = GS_STATE_CLOSED;
    run->outcome = how->outcome;
    const int keeps_reason = how->reason == GS_REASON_NONE && how->outcome == GS_OUTCOME_CANCELED;
    if (!keeps_reason) run->reason = how->reason;
    run->announced = how->announced;
    run->wake_at = how->wake_at;
    run->finished_at = call->now;

    memory_job *job = job_of(call, run);
    if (job == NULL) return (memory_versions){0, 0};
    count_outcome(&job->row, how->outcome, call->now);
    if (is_armed_by(job, run, how->next_fire)) job->row.next_fire = job->row.fire_at = how->next_fire;
    job->row.look_at = job->row.fire_at;
    return raise_version(call, job);
}

memory_versions memory_end_canceled(const memory_call *call, gs_run *run, int32_t reason) {
    const int has_own_reason = run->cancel_requested != 0 && run->reason != GS_REASON_NONE;
    const memory_close_run how = {.outcome = GS_OUTCOME_CANCELED,
                                  .reason = has_own_reason ? run->reason : reason,
                                  .announced = 0,
                                  .wake_at = call->now,
                                  .next_fire = GS_NO_TIME};
    return memory_end_run(call, run, &how);
}

memory_versions memory_arm(const memory_call *call, const gs_run *run, int64_t next_fire) {
    memory_job *job = job_of(call, run);
    if (job == NULL || !is_armed_by(job, run, next_fire)) return (memory_versions){0, 0};
    job->row.next_fire = job->row.fire_at = job->row.look_at = next_fire;
    return raise_version(call, job);
}

void memory_hold(const memory_call *call, gs_string job_id) {
    for (size_t i = 0; i < call->store->runs.count; i++) {
        gs_run *run = call->store->runs.items[i];
        if (run->state != GS_STATE_WAITING || memory_compare_strings(run->job_id, job_id) != 0) continue;
        memory_end_canceled(call, run, GS_REASON_GATE);
    }
}

void memory_count_runs(const memory_call *call, gs_string job_id, gs_item_result *result) {
    for (size_t i = 0; i < call->store->runs.count; i++) {
        const gs_run *run = call->store->runs.items[i];
        if (memory_compare_strings(run->job_id, job_id) != 0) continue;
        if (run->state == GS_STATE_CLAIMED) result->claimed_runs++;
        if (run->state == GS_STATE_RUNNING) result->running_runs++;
    }
}
