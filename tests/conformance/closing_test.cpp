// closing_test.cpp - what closing a run writes, on its own row and on its job's.
#include "storage_test.h"

namespace conformance {
namespace {

class ClosingTest : public StorageTest {
  protected:
    std::int32_t close(gs_id id, std::int32_t outcome) const {
        return replica().update(to_closed(id, outcome))->outcome();
    }
};

TEST_P(ClosingTest, TheRunKeepsWhatItWasTold) {
    const gs_id id = claimed_run(due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    item.reason = GS_REASON_STALLED;
    item.error = "it hung";
    item.output = "so far so good";
    item.output_truncated = 1;
    item.wake_at = now() + second;
    item.started_at = now() - second;
    const std::int64_t before = now();
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.state, GS_STATE_CLOSED);
    EXPECT_EQ(seen.row.outcome, GS_OUTCOME_FAILED);
    EXPECT_EQ(seen.row.reason, GS_REASON_STALLED);
    EXPECT_EQ(seen.error, "it hung");
    EXPECT_EQ(seen.output, "so far so good");
    EXPECT_EQ(seen.row.output_truncated, 1);
    EXPECT_EQ(seen.row.announced, 0);
    EXPECT_EQ(seen.row.wake_at, item.wake_at);
    EXPECT_EQ(seen.row.started_at, item.started_at);
    EXPECT_GE(seen.row.finished_at, before);
    EXPECT_LE(seen.row.finished_at, now());
}

TEST_P(ClosingTest, WithoutAReasonTheRowsStays) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id, GS_REASON_REPLACED)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(close(id, GS_OUTCOME_CANCELED), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.reason, GS_REASON_REPLACED);
}

TEST_P(ClosingTest, CountersAreAddedTo) {
    const SeenJob of = due_job();
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    closed_run(of, GS_OUTCOME_FAILED);
    EXPECT_EQ(job().row.succeeded, 2);
    EXPECT_EQ(job().row.failed, 1);
    EXPECT_EQ(job().row.last_outcome, GS_OUTCOME_FAILED);
}

TEST_P(ClosingTest, WhatCountsAsAFailure) {
    const SeenJob of = due_job();
    std::int64_t failures = 0;
    for (const std::int32_t outcome : {GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST, GS_OUTCOME_REJECTED}) {
        closed_run(of, outcome);
        EXPECT_EQ(job().row.failed, ++failures) << outcome;
        EXPECT_EQ(job().row.failures_in_row, failures) << outcome;
    }
    for (const std::int32_t outcome : {GS_OUTCOME_CANCELED, GS_OUTCOME_SKIPPED, GS_OUTCOME_EXPIRED}) {
        closed_run(of, outcome);
        EXPECT_EQ(job().row.failed, failures) << outcome;
        EXPECT_EQ(job().row.failures_in_row, failures) << outcome;
        EXPECT_EQ(job().row.last_outcome, outcome);
    }
    EXPECT_EQ(job().row.succeeded, 0);
}

TEST_P(ClosingTest, ASuccessEndsTheFailuresInARow) {
    const SeenJob of = due_job();
    closed_run(of, GS_OUTCOME_FAILED);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(job().row.failures_in_row, 0);
    EXPECT_EQ(job().row.failed, 1);
}

TEST_P(ClosingTest, TheJobKnowsWhenItLastSucceeded) {
    const SeenJob of = due_job();
    EXPECT_EQ(of.row.last_success_at, no_time);
    const gs_id success = closed_run(of, GS_OUTCOME_SUCCEEDED);
    const std::int64_t succeeded_at = run(success).row.finished_at;
    EXPECT_EQ(job().row.last_success_at, succeeded_at);
    for (const std::int32_t outcome : {GS_OUTCOME_FAILED, GS_OUTCOME_CANCELED, GS_OUTCOME_SKIPPED}) {
        closed_run(of, outcome);
        EXPECT_EQ(job().row.last_success_at, succeeded_at) << outcome;
    }
    PutItem edit(job());
    edit.row.last_success_at = 5;
    EXPECT_EQ(put(edit).row.last_success_at, succeeded_at) << "the store's, whatever the writer says";
}

TEST_P(ClosingTest, TheJobsVersionIsRaisedAndTold) {
    const gs_id id = running_run(due_job());
    const std::int64_t before = job().row.version;
    const auto answer = replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED));
    EXPECT_GT(job().row.version, before);
    EXPECT_EQ(answer->item().result.version, job().row.version);
    EXPECT_EQ(answer->item().result.version_before, before);
}

TEST_P(ClosingTest, TheJobIsLookedAtWhenItFires) {
    const SeenJob of = due_job();
    const gs_id id = running_run(of);
    PassItem blocked;
    blocked.version = job().row.version;
    blocked.look_at = now() + 5 * second;
    ASSERT_EQ(replica().pass(blocked)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(close(id, GS_OUTCOME_SUCCEEDED), GS_ITEM_DONE);
    EXPECT_EQ(job().row.look_at, job().row.fire_at);
}

TEST_P(ClosingTest, ItArmsAJobThatHasNoNextFire) {
    const SeenJob of = due_job();
    ClaimItem claim(of, new_id(), of.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = now() + hour;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, item.next_fire);
    EXPECT_EQ(job().row.fire_at, item.next_fire);
    EXPECT_EQ(job().row.look_at, item.next_fire);
}

TEST_P(ClosingTest, ItLeavesANextFireThatIsThere) {
    const SeenJob of = due_job();
    const gs_id id = running_run(of);
    const std::int64_t before = job().row.next_fire;
    UpdateItem item = to_closed(id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = now() + 7 * hour;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, before);
}

TEST_P(ClosingTest, ItDoesNotArmAPausedJob) {
    const SeenJob of = due_job();
    ClaimItem claim(of, new_id(), of.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    PutItem pause(job());
    pause.definition.paused = 1;
    put(pause);
    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = now() + hour;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, no_time);
    EXPECT_EQ(job().row.look_at, no_time);
    EXPECT_EQ(job().row.succeeded, 1);
}

TEST_P(ClosingTest, ItDoesNotArmAJobOfAnotherRevision) {
    const SeenJob of = due_job();
    ClaimItem claim(of, new_id(), of.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    PutItem edit(job());
    edit.row.revision += 1;
    put(edit);
    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = now() + hour;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, no_time) << "the instant was computed from another definition";
    EXPECT_EQ(job().row.succeeded, 1);

    UpdateItem announcement = to_closed(claim.run_id, GS_OUTCOME_NONE);
    announcement.from_states = GS_STATE_CLOSED;
    announcement.announced = 1;
    announcement.next_fire = now() + hour;
    const auto answer = replica().update(announcement);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.version, 0);
    EXPECT_EQ(job().row.next_fire, no_time);
}

TEST_P(ClosingTest, ItDoesNotArmAJobThatHasDisposedOfALaterInstant) {
    const SeenJob of = due_job();
    const gs_id id = running_run(of);
    PassItem pass;
    pass.version = job().row.version;
    pass.record = record(
        now() - 10, now() - 10); // leaves the job without a next fire, its cursor beyond the due instant of the run
    ASSERT_EQ(replica().pass(pass)->outcome(), GS_ITEM_DONE);
    UpdateItem item = to_closed(id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = now() + hour;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, no_time);
}

TEST_P(ClosingTest, AReasonOfAskingGoesWithTheOutcomeCanceledOnly) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id, GS_REASON_REPLACED)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(close(id, GS_OUTCOME_SUCCEEDED), GS_ITEM_DONE) << "it ended before it heard of that";
    EXPECT_EQ(run(id).row.reason, GS_REASON_NONE);
}

TEST_P(ClosingTest, TheAnswerTellsWhenEvenIfSentAgain) {
    const gs_id id = running_run(due_job());
    const UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    const std::int64_t at = replica().update(item)->item().result.at;
    EXPECT_EQ(at, run(id).row.finished_at);
    if (!host().set_clock(now() + hour)) GTEST_SKIP() << "this storage's clock cannot be set";
    EXPECT_EQ(replica().update(item)->item().result.at, at);
}

TEST_P(ClosingTest, ARemovedJobsRunStillEnds) {
    const gs_id id = running_run(put(PutItem()));
    const RecordItem covering = record(now() - hour, now() + hour);
    ASSERT_EQ(replica().remove("job", job().row.version, &covering)->outcome(), GS_ITEM_DONE);
    const auto answer = replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED));
    EXPECT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.version, 0);
    EXPECT_EQ(answer->item().result.version_before, 0);
    EXPECT_EQ(run(id).row.state, GS_STATE_CLOSED);
}

TEST_P(ClosingTest, TheAnnouncementIsWrittenAndNothingElse) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_FAILED, 0);
    const std::int64_t version = job().row.version;
    UpdateItem item = to_closed(id, GS_OUTCOME_NONE);
    item.from_states = GS_STATE_CLOSED;
    item.announced = 1;
    const auto answer = replica().update(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.version, 0);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.announced, 1);
    EXPECT_EQ(seen.row.wake_at, no_time);
    EXPECT_EQ(seen.row.outcome, GS_OUTCOME_FAILED);
    EXPECT_EQ(job().row.failed, 1);
    EXPECT_EQ(job().row.version, version);
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_ALREADY);
}

TEST_P(ClosingTest, ANoticeThatCouldNotGoOutIsPutOff) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_FAILED, 0);
    UpdateItem item = to_closed(id, GS_OUTCOME_NONE);
    item.from_states = GS_STATE_CLOSED;
    item.wake_at = now() + minute;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.wake_at, item.wake_at);
    EXPECT_EQ(run(id).row.announced, 0);
}

TEST_P(ClosingTest, TheAnnouncementArmsAJobThatTheStoreHasLeftUnarmed) {
    const SeenJob of = due_job();
    ClaimItem claim(of, new_id(), of.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().update(to_waiting(claim.run_id, now()))->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().ask_cancel(claim.run_id)->outcome(), GS_ITEM_DONE);
    const std::int64_t before = job().row.version;

    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_NONE);
    item.from_states = GS_STATE_CLOSED;
    item.announced = 1;
    item.next_fire = now() + hour;
    const auto answer = replica().update(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, item.next_fire);
    EXPECT_EQ(job().row.look_at, item.next_fire);
    EXPECT_GT(job().row.version, before);
    EXPECT_EQ(answer->item().result.version, job().row.version);
}

CONFORMANCE_SUITE(ClosingTest);

} // namespace
} // namespace conformance
