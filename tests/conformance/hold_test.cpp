// hold_test.cpp - pausing, removing and disabling close the job's waiting runs in the same transaction (invariant 6:
// once pause or cancel has returned, nothing of that job starts).
#include "storage_test.h"

namespace conformance {
namespace {

class HoldTest : public StorageTest {
  protected:
    void expect_closed_at_the_gate(gs_id id) {
        const SeenRun seen = run(id);
        EXPECT_EQ(seen.row.state, GS_STATE_CLOSED);
        EXPECT_EQ(seen.row.outcome, GS_OUTCOME_CANCELED);
        EXPECT_EQ(seen.row.reason, GS_REASON_GATE);
        EXPECT_EQ(seen.row.announced, 0);
        EXPECT_NE(seen.row.wake_at, no_time);
        EXPECT_LE(seen.row.wake_at, now());
        EXPECT_NE(seen.row.finished_at, no_time);
    }

    PutItem pausing() {
        PutItem edit(job());
        edit.definition.paused = 1;
        edit.row.fire_at = edit.row.look_at = no_time;
        edit.row.writer = new_id();
        edit.hold = true;
        return edit;
    }
};

TEST_P(HoldTest, APauseClosesWaitingRuns) {
    const SeenJob of = due_job();
    const gs_id first = waiting_run(of, now() + hour);
    const gs_id second = waiting_run(of, now() + hour);
    const auto answer = replica().put(pausing());
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    expect_closed_at_the_gate(first);
    expect_closed_at_the_gate(second);
    EXPECT_EQ(job().row.version, answer->item().result.version) << "the answer's version is the last one";
    EXPECT_EQ(job().row.last_outcome, GS_OUTCOME_CANCELED);
    EXPECT_EQ(job().row.failed, 0) << "a canceled run is no failure";
    EXPECT_EQ(job().row.look_at, no_time) << "a paused job is not looked at";
}

TEST_P(HoldTest, AnEditWithoutHoldLeavesWaitingRuns) {
    const gs_id waiting = waiting_run(due_job(), now() + hour);
    PutItem edit(job());
    edit.name = "edited";
    put(edit);
    EXPECT_EQ(run(waiting).row.state, GS_STATE_WAITING);
}

TEST_P(HoldTest, RunsThatAreClaimedOrRunningAreCountedAndLeft) {
    const SeenJob of = due_job();
    const gs_id claimed = claimed_run(of);
    const gs_id running = running_run(of);
    running_run(of);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    const auto answer = replica().put(pausing());
    EXPECT_EQ(answer->item().result.claimed_runs, 1);
    EXPECT_EQ(answer->item().result.running_runs, 2);
    EXPECT_EQ(run(claimed).row.state, GS_STATE_CLAIMED);
    EXPECT_EQ(run(running).row.state, GS_STATE_RUNNING);
}

TEST_P(HoldTest, SentAgainItStillTellsHowManyAreLeft) {
    running_run(due_job());
    const PutItem pause = pausing();
    ASSERT_EQ(replica().put(pause)->outcome(), GS_ITEM_DONE);
    const auto again = replica().put(pause);
    EXPECT_EQ(again->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(again->item().result.running_runs, 1);
}

TEST_P(HoldTest, RunsOfOtherJobsAreLeft) {
    const gs_id others = waiting_run(due_job("other"), now() + hour);
    due_job();
    const auto answer = replica().put(pausing());
    EXPECT_EQ(answer->item().result.claimed_runs, 0);
    EXPECT_EQ(run(others).row.state, GS_STATE_WAITING);
}

TEST_P(HoldTest, ARemovalClosesWaitingRunsAndCountsTheOthers) {
    const SeenJob of = put(PutItem());
    const gs_id waiting = waiting_run(of, now() + hour);
    running_run(of);
    const RecordItem covering = record(now() - hour, now() + hour);
    const auto answer = replica().remove("job", job().row.version, &covering);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.running_runs, 1);
    expect_closed_at_the_gate(waiting);
}

TEST_P(HoldTest, DisablingClosesWaitingRunsAndCountsTheOthers) {
    const SeenJob of = due_job();
    const gs_id waiting = waiting_run(of, now() + hour);
    claimed_run(of);
    const auto answer = replica().disable("job", job().row.version, "enough", record(no_time, no_time));
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.claimed_runs, 1);
    expect_closed_at_the_gate(waiting);
    EXPECT_EQ(job().row.version, answer->item().result.version);
}

CONFORMANCE_SUITE(HoldTest);

} // namespace
} // namespace conformance
