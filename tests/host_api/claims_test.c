/* claims_test.c - the store in memory: claiming an instant, and passing it. */
#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

static void a_claim_moves_the_job_and_makes_a_run(void) {
    probe *p = probe_new();
    const int64_t due = p->now - SECOND;
    const int64_t version = probe_add(p, "a", due);
    gs_claim claim = probe_claim_item("a", version, version, 1, due, p->now + 9 * SECOND);
    claim.fire_at = p->now + 10 * SECOND;
    claim.look_at = p->now + 11 * SECOND;
    const gs_record merged = probe_record(40, "a", due, p->now);
    claim.record = &merged;
    claim.merged = 3;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.epoch, 1);
    CHECK_EQUAL(p->result.attempt, 1);
    CHECK_EQUAL(p->payload_size, 4);
    CHECK(p->result.version > version);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.next_fire, p->now + 9 * SECOND);
    CHECK_EQUAL(job.row.fire_at, p->now + 10 * SECOND);
    CHECK_EQUAL(job.row.look_at, p->now + 11 * SECOND);
    CHECK_EQUAL(job.row.cursor, due);
    CHECK_EQUAL(job.row.fires, 1);
    CHECK_EQUAL(probe_records(p, "a", 0, 10), 1);
    CHECK_EQUAL(job.row.last_fired_at, p->now);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.state, GS_STATE_CLAIMED);
    CHECK_EQUAL(run.generation, version);
    CHECK_EQUAL(run.due_at, due);
    CHECK_EQUAL(run.claimed_at, p->now);
    CHECK_EQUAL(run.merged, 3);
    CHECK_EQUAL(run.late_result, 0);
    CHECK_EQUAL(run.started_at, GS_NO_TIME);
    CHECK_EQUAL(run.wake_at, GS_NO_TIME);
    probe_free(p);
}

static void of_two_claims_of_one_version_one_wins(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    gs_claim claim = probe_claim_item("a", version, version, 1, p->now, p->now + SECOND);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.at, p->now);
    p->now += SECOND;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.at, p->now - SECOND);
    CHECK_EQUAL(p->payload_size, 4);
    claim.run_id = numbered(2);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_job_row(p, "a").row.fires, 1);
    claim.run_id = numbered(1);
    const gs_update start = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &start), GS_ITEM_DONE);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_CONFLICT);
    probe_free(p);
}

static void a_claim_needs_generation_gate_and_time(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now + 1);
    gs_claim claim = probe_claim_item("a", version, version, 1, p->now + 1, GS_NO_TIME);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_EARLY);
    claim.due_at = p->now;
    const gs_record record = probe_record(40, "a", p->now, p->now + 1);
    claim.record = &record;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_EARLY);
    claim.record = NULL;
    claim.generation = version + 1;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_CONFLICT);
    claim.generation = version;
    claim.max_active = 0;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_BAD);
    CHECK(p->result.detail.size > 0);
    claim.max_active = 1;
    claim.job_id = text("b");
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_GONE);
    claim.job_id = text("a");
    const gs_record event = probe_record(41, "a", GS_NO_TIME, GS_NO_TIME);
    CHECK_EQUAL(probe_disable(p, "a", version, &event), GS_ITEM_DONE);
    claim.version = p->result.version;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_CONFLICT);
    const gs_runs_page all = {.struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 10, .due_at = GS_NO_TIME};
    CHECK_EQUAL(probe_runs(p, &all), 0);
    probe_free(p);
}

static void a_full_key_answers_busy_with_the_runs_that_hold_it(void) {
    probe *p = probe_new();
    const int64_t first = probe_add(p, "a", p->now);
    const int64_t second = probe_add(p, "b", p->now);
    gs_claim claim = probe_claim_item("a", first, first, 1, p->now, p->now);
    claim.concurrency_key = text("shared");
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_claim other = probe_claim_item("b", second, second, 2, p->now, p->now + SECOND);
    other.concurrency_key = text("shared");
    CHECK_EQUAL(probe_claim(p, &other), GS_ITEM_BUSY);
    CHECK_EQUAL(p->result.run_count, 1);
    CHECK(same_id(p->busy[0], numbered(1)));
    CHECK_EQUAL(probe_job_row(p, "b").row.version, second);
    other.max_active = 2;
    CHECK_EQUAL(probe_claim(p, &other), GS_ITEM_DONE);
    const gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    claim.run_id = numbered(3);
    claim.version = p->result.version;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_BUSY);
    CHECK(same_id(p->busy[0], numbered(2)));
    probe_free(p);
}

static void items_of_one_call_see_the_ones_before(void) {
    probe *p = probe_new();
    const int64_t first = probe_add(p, "a", p->now);
    const int64_t second = probe_add(p, "b", p->now);
    gs_claim claims[2] = {probe_claim_item("a", first, first, 1, p->now, p->now + SECOND),
                          probe_claim_item("b", second, second, 2, p->now, p->now + SECOND)};
    claims[0].concurrency_key = claims[1].concurrency_key = text("shared");
    const gs_claim *items[2] = {&claims[0], &claims[1]};
    probe_jobs(p, "", 1);
    p->item_count = 0;
    CHECK_EQUAL(p->table->claim(p->table->context, &p->caller, items, 2, &p->answer, NULL), GS_OK);
    CHECK_EQUAL(p->item_count, 2);
    CHECK_EQUAL(p->outcome, GS_ITEM_BUSY);
    CHECK(same_id(p->busy[0], numbered(1)));
    probe_free(p);
}

static void a_manual_claim_leaves_the_schedule_alone(void) {
    probe *p = probe_new();
    const int64_t next_fire = p->now + 9 * SECOND;
    const int64_t version = probe_add(p, "a", next_fire);
    gs_claim claim = probe_claim_item("a", version, version, 1, p->now + 1, GS_NO_TIME);
    claim.trigger = GS_TRIGGER_MANUAL;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_EARLY);
    claim.due_at = p->now;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.next_fire, next_fire);
    CHECK_EQUAL(job.row.look_at, next_fire);
    CHECK_EQUAL(job.row.cursor, GS_NO_TIME);
    CHECK_EQUAL(job.row.fires, 0);
    CHECK_EQUAL(job.row.last_fired_at, GS_NO_TIME);
    CHECK_EQUAL(probe_run(p, 1).due_at, p->now);
    probe_free(p);
}

static void a_pass_with_a_record_disposes_of_instants(void) {
    probe *p = probe_new();
    const int64_t due = p->now;
    const int64_t version = probe_add(p, "a", due);
    const gs_record beyond = probe_record(40, "a", due, due + 1);
    gs_pass pass = {.struct_size = (uint32_t)sizeof(gs_pass),
                    .job_id = text("a"),
                    .version = version,
                    .next_fire = due + SECOND,
                    .fire_at = due + 2 * SECOND,
                    .look_at = due + 3 * SECOND,
                    .record = &beyond};
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_EARLY);
    const gs_record record = probe_record(41, "a", due, due);
    pass.record = &record;
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_DONE);
    const int64_t passed = p->result.version;
    CHECK(passed > version);
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.version, passed);
    const gs_record second = probe_record(42, "a", due, due);
    pass.record = &second;
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_CONFLICT);
    pass.job_id = text("b");
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_GONE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.next_fire, due + SECOND);
    CHECK_EQUAL(job.row.fire_at, due + 2 * SECOND);
    CHECK_EQUAL(job.row.look_at, due + 3 * SECOND);
    CHECK_EQUAL(job.row.cursor, due);
    CHECK_EQUAL(job.row.fires, 0);
    probe_free(p);
}

static void a_pass_without_a_record_only_looks_again(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_pass pass = {.struct_size = (uint32_t)sizeof(gs_pass),
                          .job_id = text("a"),
                          .version = version,
                          .next_fire = p->now + 7 * SECOND,
                          .look_at = p->now + 5 * SECOND};
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_DONE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.next_fire, p->now);
    CHECK_EQUAL(job.row.look_at, p->now + 5 * SECOND);
    CHECK(job.row.version > version);
    probe_free(p);
}

int test_claims(void) {
    static const check_test tests[] = {
        {"a claim moves the job and makes a run", a_claim_moves_the_job_and_makes_a_run},
        {"of two claims of one version one wins", of_two_claims_of_one_version_one_wins},
        {"a claim needs generation, gate and time", a_claim_needs_generation_gate_and_time},
        {"a full key answers busy with the runs that hold it", a_full_key_answers_busy_with_the_runs_that_hold_it},
        {"items of one call see the ones before", items_of_one_call_see_the_ones_before},
        {"a manual claim leaves the schedule alone", a_manual_claim_leaves_the_schedule_alone},
        {"a pass with a record disposes of instants", a_pass_with_a_record_disposes_of_instants},
        {"a pass without a record only looks again", a_pass_without_a_record_only_looks_again},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
