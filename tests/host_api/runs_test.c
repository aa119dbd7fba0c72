/* runs_test.c - the store in memory: starting, retrying, closing, taking over and canceling runs. */
#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

/* A store in which job "a" has the claimed run 1 and fires again in 9 s. */
static probe *with_claimed_run(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, p->now + 9 * SECOND);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    return p;
}

static void move(probe *p, int64_t epoch, int32_t from, int32_t to) {
    gs_update item = probe_update_item(1, epoch, from, to);
    if (to == GS_STATE_WAITING) {
        item.wake_at = p->now + SECOND;
        item.attempt_spent = 1;
    }
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, to);
}

static void a_retry_raises_attempt_and_epoch(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_run(p, 1).started_at, PROBE_START);
    p->now += SECOND;
    move(p, 1, GS_STATE_RUNNING, GS_STATE_WAITING);
    CHECK_EQUAL(probe_run(p, 1).attempt_spent, 1);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.epoch, 2);
    CHECK_EQUAL(p->result.attempt, 2);
    CHECK_EQUAL(p->result.state, GS_STATE_CLAIMED);
    CHECK_EQUAL(p->payload_size, 4);
    const gs_run begun = probe_run(p, 1);
    CHECK_EQUAL(begun.attempt_spent, 0);
    CHECK_EQUAL(begun.wake_at, GS_NO_TIME);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.attempt, 2);
    CHECK_EQUAL(p->payload_size, 4);
    gs_update again = probe_update_item(1, 2, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    again.started_at = p->now;
    CHECK_EQUAL(probe_update(p, &again), GS_ITEM_DONE);
    CHECK_EQUAL(probe_run(p, 1).started_at, PROBE_START);
    probe_free(p);
}

static void an_unspent_attempt_is_begun_again_under_its_number(void) {
    probe *p = with_claimed_run();
    gs_update item = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    item.wake_at = p->now;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.attempt, 1);
    probe_free(p);
}

static void a_close_writes_the_run_and_counts_on_the_job(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    const int64_t version = probe_job_row(p, "a").row.version;
    gs_update item = probe_update_item(1, 1, GS_STATE_RUNNING, GS_STATE_CLOSED);
    item.outcome = GS_OUTCOME_TIMED_OUT;
    item.error = text("it took too long");
    item.output = (gs_bytes){(const uint8_t *)"out", 3};
    item.output_truncated = 1;
    item.reason = GS_REASON_STALLED;
    item.wake_at = p->now;
    item.next_fire = p->now + 99 * SECOND;
    p->now += SECOND;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_DONE);
    CHECK(p->result.version > version);
    CHECK_EQUAL(p->result.version_before, version);
    CHECK_EQUAL(p->result.at, p->now);
    p->now += SECOND;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_ALREADY);
    CHECK_EQUAL(p->result.at, p->now - SECOND);
    CHECK_EQUAL(p->result.version, probe_job_row(p, "a").row.version);
    p->now -= SECOND;
    item.output_truncated = 0;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_GONE);
    item.output_truncated = 1;
    item.outcome = GS_OUTCOME_LOST;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_GONE);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.outcome, GS_OUTCOME_TIMED_OUT);
    CHECK_EQUAL(run.finished_at, p->now);
    CHECK_EQUAL(run.error.size, 16);
    CHECK_EQUAL(run.output.size, 3);
    CHECK_EQUAL(run.output_truncated, 1);
    CHECK_EQUAL(run.reason, GS_REASON_STALLED);
    CHECK_EQUAL(run.wake_at, p->now - SECOND);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.failed, 1);
    CHECK_EQUAL(job.row.last_success_at, GS_NO_TIME);
    CHECK_EQUAL(job.row.failures_in_row, 1);
    CHECK_EQUAL(job.row.last_outcome, GS_OUTCOME_TIMED_OUT);
    CHECK_EQUAL(job.row.next_fire, p->now + 8 * SECOND);
    CHECK_EQUAL(job.row.look_at, job.row.fire_at);
    probe_free(p);
}

static void a_closed_run_stays_closed(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_job_row(p, "a").row.succeeded, 1);
    const gs_update late = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &late), GS_ITEM_GONE);
    const gs_update wide = probe_update_item(1, 1, GS_STATE_CLAIMED | GS_STATE_CLOSED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &wide), GS_ITEM_GONE);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    gs_update announce = probe_update_item(1, 2, GS_STATE_CLOSED, GS_STATE_CLOSED);
    announce.announced = 1;
    CHECK_EQUAL(probe_update(p, &announce), GS_ITEM_DONE);
    CHECK_EQUAL(probe_update(p, &announce), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_run(p, 1).outcome, GS_OUTCOME_SUCCEEDED);
    CHECK_EQUAL(probe_job_row(p, "a").row.succeeded, 1);
    CHECK_EQUAL(probe_begin(p, 1, 2, 0), GS_ITEM_GONE);
    probe_free(p);
}

static void a_close_arms_a_job_that_has_no_next_fire(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    close.next_fire = p->now + 90 * SECOND;
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.next_fire, p->now + 90 * SECOND);
    CHECK_EQUAL(job.row.look_at, p->now + 90 * SECOND);
    probe_free(p);
}

static void a_close_by_an_earlier_definition_arms_nothing(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    claim.revision = 7;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    close.next_fire = p->now + 90 * SECOND;
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    CHECK_EQUAL(probe_job_row(p, "a").row.next_fire, GS_NO_TIME);
    probe_free(p);
}

/* A waiting run that is closed by a cancellation leaves the arming to whoever announces it. */
static void an_announcement_arms_a_job_that_the_close_could_not(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REQUESTED), GS_ITEM_DONE);
    const int64_t closed = p->result.version;
    CHECK_EQUAL(probe_job_row(p, "a").row.look_at, GS_NO_TIME);
    gs_update announce = probe_update_item(1, 1, GS_STATE_CLOSED, GS_STATE_CLOSED);
    announce.announced = 1;
    announce.next_fire = p->now + 90 * SECOND;
    CHECK_EQUAL(probe_update(p, &announce), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.version_before, closed);
    CHECK(p->result.version > closed);
    CHECK_EQUAL(probe_job_row(p, "a").row.look_at, p->now + 90 * SECOND);
    probe_free(p);
}

static void a_start_time_is_written_once(void) {
    probe *p = with_claimed_run();
    gs_update item = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    item.started_at = 7 * SECOND;
    CHECK_EQUAL(probe_update(p, &item), GS_ITEM_DONE);
    CHECK_EQUAL(probe_run(p, 1).started_at, 7 * SECOND);
    probe_free(p);
}

static void an_update_needs_owner_epoch_and_state(void) {
    probe *p = with_claimed_run();
    const gs_update wrong_epoch = probe_update_item(1, 2, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &wrong_epoch), GS_ITEM_CONFLICT);
    const gs_update wrong_state = probe_update_item(1, 1, GS_STATE_WAITING, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &wrong_state), GS_ITEM_CONFLICT);
    const gs_update unknown = probe_update_item(2, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &unknown), GS_ITEM_GONE);
    const gs_update claimed = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLAIMED);
    CHECK_EQUAL(probe_update(p, &claimed), GS_ITEM_BAD);
    probe_speak_as(p, "two", 9002);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_DONE);
    const gs_update foreign = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_update(p, &foreign), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_run(p, 1).state, GS_STATE_CLAIMED);
    probe_free(p);
}

static void a_run_is_taken_over_only_from_the_dead(void) {
    probe *p = with_claimed_run();
    probe_speak_as(p, "two", 9002);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_DONE);
    CHECK_EQUAL(probe_begin(p, 1, 1, 0), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_begin(p, 1, 2, 0), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_begin(p, 5, 1, 0), GS_ITEM_GONE);
    CHECK_EQUAL(probe_retire(p, 9001, 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_DONE);
    CHECK_EQUAL(probe_begin(p, 1, 1, 0), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.epoch, 2);
    CHECK_EQUAL(p->result.state, GS_STATE_RUNNING); /* perhaps started */
    CHECK_EQUAL(p->payload_size, 0);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.attempt_spent, 1);
    CHECK(same_id(run.owner_incarnation, numbered(9002)));
    const gs_runs_page owned = {
        .struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 9, .owner_instance = text("two"), .due_at = GS_NO_TIME};
    CHECK_EQUAL(probe_runs(p, &owned), 1);
    probe_free(p);
}

static void a_gate_that_has_closed_closes_the_run_at_its_start(void) {
    probe *p = with_claimed_run();
    const int64_t version = probe_job_row(p, "a").row.version;
    const gs_record event = probe_record(40, "a", GS_NO_TIME, GS_NO_TIME);
    CHECK_EQUAL(probe_disable(p, "a", version, &event), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.claimed_runs, 1);
    CHECK_EQUAL(p->result.running_runs, 0);
    const int64_t disabled = p->result.version;
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.version_before, disabled);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    CHECK_EQUAL(p->result.run_outcome, GS_OUTCOME_CANCELED);
    CHECK(p->result.job == NULL);
    CHECK_EQUAL(p->result.version, probe_job_row(p, "a").row.version);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.reason, GS_REASON_GATE);
    CHECK_EQUAL(run.announced, 0);
    CHECK_EQUAL(run.wake_at, p->now);
    CHECK_EQUAL(probe_job_row(p, "a").row.failed, 0);
    probe_free(p);
}

static void a_run_of_an_earlier_generation_neither_starts_nor_counts(void) {
    probe *p = with_claimed_run();
    CHECK_EQUAL(probe_remove(p, "a", probe_job_row(p, "a").row.version, NULL), GS_ITEM_DONE);
    const int64_t version = probe_add(p, "a", p->now);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    CHECK_EQUAL(p->result.version, 0);
    CHECK_EQUAL(probe_run(p, 1).reason, GS_REASON_GATE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.version, version);
    CHECK_EQUAL(job.row.last_outcome, GS_OUTCOME_NONE);
    probe_free(p);
}

static void a_success_ends_the_failures_in_a_row(void) {
    probe *p = with_claimed_run();
    gs_update close = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    close.outcome = GS_OUTCOME_LOST;
    CHECK_EQUAL(probe_update(p, &close), GS_ITEM_DONE);
    const probe_job failed = probe_job_row(p, "a");
    CHECK_EQUAL(failed.row.failures_in_row, 1);
    gs_claim claim = probe_claim_item("a", failed.row.generation, failed.row.version, 2, p->now, GS_NO_TIME);
    claim.trigger = GS_TRIGGER_MANUAL;
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_DONE);
    p->now += SECOND;
    const gs_update success = probe_update_item(2, 1, GS_STATE_CLAIMED, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_update(p, &success), GS_ITEM_DONE);
    const probe_job job = probe_job_row(p, "a");
    CHECK_EQUAL(job.row.failures_in_row, 0);
    CHECK_EQUAL(job.row.failed, 1);
    CHECK_EQUAL(job.row.succeeded, 1);
    CHECK_EQUAL(job.row.last_success_at, p->now);
    probe_free(p);
}

static void a_flagged_run_closes_with_the_reason_of_its_flag(void) {
    probe *p = with_claimed_run();
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REPLACED), GS_ITEM_DONE);
    CHECK_EQUAL(probe_begin(p, 1, 1, 1), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_run(p, 1).reason, GS_REASON_REPLACED);
    probe_free(p);
}

static void a_hold_closes_the_waiting_runs_with_the_removal(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    const int64_t version = probe_job_row(p, "a").row.version;
    CHECK_EQUAL(probe_remove(p, "a", version, NULL), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.claimed_runs, 0);
    const gs_run run = probe_run(p, 1);
    CHECK_EQUAL(run.outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(run.reason, GS_REASON_GATE);
    probe_free(p);
}

static void a_cancel_flag_is_told_to_the_owner_in_every_answer(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(p->flag_count, 0);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REQUESTED), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_RUNNING);
    CHECK_EQUAL(p->flag_count, 1);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REQUESTED), GS_ITEM_ALREADY);
    probe_beat(p);
    CHECK_EQUAL(p->flag_count, 1);
    CHECK(same_id(p->flags[0], numbered(1)));
    gs_update wait = probe_update_item(1, 1, GS_STATE_RUNNING, GS_STATE_WAITING);
    wait.attempt_spent = 1;
    CHECK_EQUAL(probe_update(p, &wait), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    CHECK_EQUAL(p->result.run_outcome, GS_OUTCOME_CANCELED);
    CHECK_EQUAL(p->flag_count, 0);
    CHECK_EQUAL(probe_update(p, &wait), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_run(p, 1).reason, GS_REASON_REQUESTED);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REQUESTED), GS_ITEM_GONE);
    CHECK_EQUAL(probe_ask_cancel(p, 8, GS_REASON_REQUESTED), GS_ITEM_GONE);
    probe_free(p);
}

static void a_waiting_run_that_is_canceled_closes_at_once(void) {
    probe *p = with_claimed_run();
    move(p, 1, GS_STATE_CLAIMED, GS_STATE_WAITING);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REPLACED), GS_ITEM_DONE);
    CHECK_EQUAL(p->result.state, GS_STATE_CLOSED);
    CHECK_EQUAL(probe_run(p, 1).reason, GS_REASON_REPLACED);
    CHECK_EQUAL(probe_job_row(p, "a").row.last_outcome, GS_OUTCOME_CANCELED);
    probe_free(p);
}

int test_runs(void) {
    static const check_test tests[] = {
        {"a retry raises attempt and epoch", a_retry_raises_attempt_and_epoch},
        {"an unspent attempt is begun again under its number", an_unspent_attempt_is_begun_again_under_its_number},
        {"a close writes the run and counts on the job", a_close_writes_the_run_and_counts_on_the_job},
        {"a closed run stays closed", a_closed_run_stays_closed},
        {"a close arms a job that has no next fire", a_close_arms_a_job_that_has_no_next_fire},
        {"a close by an earlier definition arms nothing", a_close_by_an_earlier_definition_arms_nothing},
        {"an announcement arms a job that the close could not", an_announcement_arms_a_job_that_the_close_could_not},
        {"a start time is written once", a_start_time_is_written_once},
        {"an update needs owner, epoch and state", an_update_needs_owner_epoch_and_state},
        {"a run is taken over only from the dead", a_run_is_taken_over_only_from_the_dead},
        {"a gate that has closed closes the run at its start", a_gate_that_has_closed_closes_the_run_at_its_start},
        {"a run of an earlier generation neither starts nor counts",
         a_run_of_an_earlier_generation_neither_starts_nor_counts},
        {"a success ends the failures in a row", a_success_ends_the_failures_in_a_row},
        {"a flagged run closes with the reason of its flag", a_flagged_run_closes_with_the_reason_of_its_flag},
        {"a hold closes the waiting runs with the removal", a_hold_closes_the_waiting_runs_with_the_removal},
        {"a cancel flag is told to the owner in every answer", a_cancel_flag_is_told_to_the_owner_in_every_answer},
        {"a waiting run that is canceled closes at once", a_waiting_run_that_is_canceled_closes_at_once},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
