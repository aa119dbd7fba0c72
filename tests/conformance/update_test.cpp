// update_test.cpp - update: from which states a run may go where, fenced by epoch and owner.
#include "storage_test.h"

namespace conformance {
namespace {

class UpdateTest : public StorageTest {};

TEST_P(UpdateTest, AStartedRunIsRunning) {
    const gs_id id = claimed_run(due_job());
    UpdateItem item = to_running(id);
    item.started_at = now() - 5;
    const auto answer = replica().update(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_RUNNING);
    EXPECT_EQ(answer->item().result.version, 0) << "no job was touched";
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.state, GS_STATE_RUNNING);
    EXPECT_EQ(seen.row.started_at, item.started_at);
    EXPECT_EQ(seen.row.attempt_spent, 1);
}

TEST_P(UpdateTest, TheFirstStartStays) {
    const gs_id id = claimed_run(due_job());
    UpdateItem first = to_running(id);
    first.started_at = now() - minute;
    ASSERT_EQ(replica().update(first)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().update(to_waiting(id, now()))->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().begin(id, 1, true)->outcome(), GS_ITEM_DONE);
    UpdateItem second = to_running(id, 2);
    second.started_at = now();
    ASSERT_EQ(replica().update(second)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.started_at, first.started_at);
}

TEST_P(UpdateTest, WithoutAStartNoneIsWritten) {
    const gs_id id = claimed_run(due_job());
    ASSERT_EQ(replica().update(to_running(id))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.started_at, no_time);
}

TEST_P(UpdateTest, AWaitingRunWakesLater) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_waiting(id, now() + minute);
    item.attempt_spent = 1;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.state, GS_STATE_WAITING);
    EXPECT_EQ(seen.row.wake_at, item.wake_at);
    EXPECT_EQ(seen.row.attempt_spent, 1);
}

TEST_P(UpdateTest, ARunGivenUpBeforeItsStartKeepsItsAttempt) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_waiting(id, now());
    item.attempt_spent = 0;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.attempt_spent, 0);
}

TEST_P(UpdateTest, NoSuchRunIsGone) {
    EXPECT_EQ(replica().update(to_running(new_id()))->outcome(), GS_ITEM_GONE);
}

TEST_P(UpdateTest, AnotherEpochConflicts) {
    const gs_id id = claimed_run(due_job());
    EXPECT_EQ(replica().update(to_running(id, 2))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.state, GS_STATE_CLAIMED);
}

TEST_P(UpdateTest, AnotherOwnerConflicts) {
    const gs_id id = running_run(due_job());
    const Replica beta = joined("beta");
    EXPECT_EQ(beta.update(to_closed(id, GS_OUTCOME_SUCCEEDED))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
}

TEST_P(UpdateTest, WhoeverWasTakenOverCompletesNothing) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().begin(id, 1, false)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED, 1))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED, 2))->outcome(), GS_ITEM_DONE);
}

TEST_P(UpdateTest, AStateThatWasNotNamedConflicts) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_waiting(id, now());
    item.from_states = GS_STATE_CLAIMED;
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
}

TEST_P(UpdateTest, RunningSentAgainIsAlready) {
    const gs_id id = running_run(due_job());
    EXPECT_EQ(replica().update(to_running(id))->outcome(), GS_ITEM_ALREADY);
}

TEST_P(UpdateTest, WaitingSentAgainIsAlready) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_waiting(id, now() + minute);
    item.from_states = GS_STATE_RUNNING;
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_ALREADY);
    item.wake_at += 1;
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_CONFLICT) << "another wait is not this item's effect";
}

TEST_P(UpdateTest, ALateWriteCannotReopenAClosedRun) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(replica().update(to_running(id))->outcome(), GS_ITEM_GONE);
    UpdateItem forced = to_running(id);
    forced.from_states = GS_STATE_CLOSED | GS_STATE_RUNNING;
    EXPECT_EQ(replica().update(forced)->outcome(), GS_ITEM_GONE) << "closed is final";
    EXPECT_EQ(run(id).row.outcome, GS_OUTCOME_SUCCEEDED);
}

TEST_P(UpdateTest, ClosedSentAgainIsAlready) {
    const gs_id id = running_run(due_job());
    const UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    const std::int64_t version = job().row.version;
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(job().row.failed, 1) << "one completion reported twice counts once";
    EXPECT_EQ(job().row.version, version);
}

TEST_P(UpdateTest, AnotherOutcomeForAClosedRunIsGone) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_SUCCEEDED);
    const auto answer = replica().update(to_closed(id, GS_OUTCOME_FAILED));
    EXPECT_EQ(answer->outcome(), GS_ITEM_GONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
    EXPECT_EQ(answer->item().result.run_outcome, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(run(id).row.outcome, GS_OUTCOME_SUCCEEDED);
}

TEST_P(UpdateTest, AFlaggedRunDoesNotWait) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id, GS_REASON_REPLACED)->outcome(), GS_ITEM_DONE);
    const std::int64_t before = job().row.version;
    const UpdateItem item = to_waiting(id, now() + hour);
    const auto answer = replica().update(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
    EXPECT_EQ(answer->item().result.run_outcome, GS_OUTCOME_CANCELED);
    EXPECT_EQ(answer->item().result.version_before, before);
    EXPECT_EQ(answer->item().result.version, job().row.version);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.reason, GS_REASON_REPLACED);
    EXPECT_EQ(seen.row.announced, 0);
    EXPECT_LE(seen.row.wake_at, now());
    EXPECT_EQ(replica().update(item)->outcome(), GS_ITEM_ALREADY) << "that is what this item has led to";
}

TEST_P(UpdateTest, AStateThatIsNoneIsBad) {
    UpdateItem item = to_running(claimed_run(due_job()));
    item.to_state = 99;
    const auto answer = replica().update(item);
    EXPECT_EQ(answer->outcome(), GS_ITEM_BAD);
    EXPECT_NE(answer->item().detail, "");
}

CONFORMANCE_SUITE(UpdateTest);

} // namespace
} // namespace conformance
