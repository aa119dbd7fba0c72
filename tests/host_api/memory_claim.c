/* memory_claim.c - the writes that dispose of a due instant: claim makes a run of it, pass leaves it behind.
 * Thread-safety: memory_storage.h. */
#include "memory_store.h"

/* Collects the active runs of a concurrency key, oldest first, and says how many there are. */
static int32_t count_active(memory_call *call, gs_string key, gs_item_result *result) {
    int32_t active = 0;
    for (size_t i = 0; i < call->store->runs.count; i++) {
        const gs_run *run = call->store->runs.items[i];
        if (run->state == GS_STATE_CLOSED || memory_compare_strings(run->concurrency_key, key) != 0) continue;
        if (active < MEMORY_BUSY_RUNS) call->busy[active] = run->id;
        active++;
    }
    result->run_count = active < MEMORY_BUSY_RUNS ? active : MEMORY_BUSY_RUNS;
    result->runs = call->busy;
    return active;
}

static void insert_run(const memory_call *call, const gs_claim *item) {
    const gs_run run = {
        .trigger = item->trigger,
        .id = item->run_id,
        .job_id = item->job_id,
        .generation = item->generation,
        .revision = item->revision,
        .due_at = item->due_at,
        .state = GS_STATE_CLAIMED,
        .attempt = 1,
        .epoch = 1,
        .owner_instance = call->caller->instance,
        .owner_incarnation = call->caller->incarnation,
        .concurrency_key = item->concurrency_key,
        .wake_at = GS_NO_TIME,
        .claimed_at = call->now,
        .started_at = GS_NO_TIME,
        .finished_at = GS_NO_TIME,
        .merged = item->merged,
    };
    memory_list_insert(&call->store->runs, memory_run_position(call->store, &run.id), memory_run_new(&run));
}

static gs_item_result claimed(int32_t outcome, const memory_job *job) {
    gs_item_result result = memory_result(outcome);
    result.epoch = 1;
    result.attempt = 1;
    if (job != NULL) {
        result.version = job->row.version;
        result.payload = job->definition.payload;
    }
    return result;
}

static int is_own_fresh_claim(const memory_call *call, const gs_run *run) {
    return run->state == GS_STATE_CLAIMED && run->epoch == 1 &&
           memory_compare_ids(&run->owner_incarnation, &call->caller->incarnation) == 0;
}

static gs_item_result judge_claim(memory_call *call, const gs_claim *item) {
    static const char bad_limit[] = "claim: max_active must be 1 or more";
    if (item->max_active < 1) {
        gs_item_result bad = memory_result(GS_ITEM_BAD);
        bad.detail = (gs_string){bad_limit, sizeof(bad_limit) - 1};
        return bad;
    }
    memory_job *job = memory_find_job(call->store, item->job_id);
    const gs_run *sent_before = memory_find_run(call->store, &item->run_id);
    if (sent_before != NULL) {
        if (!is_own_fresh_claim(call, sent_before)) return memory_result(GS_ITEM_CONFLICT);
        gs_item_result already = claimed(GS_ITEM_ALREADY, job);
        already.at = sent_before->claimed_at;
        return already;
    }
    if (job == NULL) return memory_result(GS_ITEM_GONE);
    if (job->row.generation != item->generation || job->row.version != item->version || job->definition.paused != 0) {
        return memory_result(GS_ITEM_CONFLICT);
    }
    if (item->due_at > call->now) return memory_result(GS_ITEM_EARLY);
    if (item->record != NULL && item->record->last_due > call->now) return memory_result(GS_ITEM_EARLY);
    gs_item_result busy = memory_result(GS_ITEM_BUSY);
    if (count_active(call, item->concurrency_key, &busy) >= item->max_active) return busy;

    insert_run(call, item);
    if (item->trigger == GS_TRIGGER_SCHEDULE) {
        job->row.next_fire = item->next_fire;
        job->row.fire_at = item->fire_at;
        job->row.look_at = item->look_at;
        job->row.cursor = item->due_at;
        job->row.fires++;
        job->row.last_fired_at = call->now;
    }
    memory_insert_record(call, item->record, job->row.generation);
    job->row.version = memory_next_version(call->store);
    return claimed(GS_ITEM_DONE, job);
}

static gs_item_result passed(int32_t outcome, const memory_job *job) {
    gs_item_result result = memory_result(outcome);
    if (job != NULL) result.version = job->row.version;
    return result;
}

/* Nothing is passed: the times were computed anew. */
static gs_item_result rederive(const memory_call *call, const gs_pass *item, memory_job *job) {
    if (job->row.next_fire != GS_NO_TIME && job->row.next_fire <= call->now) return memory_result(GS_ITEM_STALE);
    job->row.next_fire = item->next_fire;
    job->row.fire_at = item->fire_at;
    job->row.look_at = item->look_at;
    memory_set_string(&job->row.tzdata_version, item->tzdata_version);
    if (item->record != NULL) memory_insert_record(call, item->record, job->row.generation);
    job->row.version = memory_next_version(call->store);
    return passed(GS_ITEM_DONE, job);
}

static gs_item_result judge_pass(const memory_call *call, const gs_pass *item) {
    memory_job *job = memory_find_job(call->store, item->job_id);
    if (item->record != NULL && memory_find_record(call->store, &item->record->id) != NULL) {
        return passed(GS_ITEM_ALREADY, job);
    }
    if (job == NULL) return memory_result(GS_ITEM_GONE);
    if (job->row.version != item->version) return memory_result(GS_ITEM_CONFLICT);
    if (item->rederive) return rederive(call, item, job);
    if (item->record != NULL && item->record->last_due > call->now) return memory_result(GS_ITEM_EARLY);

    job->row.look_at = item->look_at;
    if (item->record != NULL) {
        job->row.next_fire = item->next_fire;
        job->row.fire_at = item->fire_at;
        job->row.cursor = item->record->last_due;
        memory_insert_record(call, item->record, job->row.generation);
    }
    job->row.version = memory_next_version(call->store);
    return passed(GS_ITEM_DONE, job);
}

int32_t memory_claim(void *context, const gs_caller *caller, const gs_claim *const *items, uint32_t count,
                     gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_claim(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}

int32_t memory_pass(void *context, const gs_caller *caller, const gs_pass *const *items, uint32_t count,
                    gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_pass(&call, items[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}
