// begin_test.cpp - begin: taking a run over, and the permission to start it.
#include "storage_test.h"

namespace conformance {
namespace {

class BeginTest : public StorageTest {
  protected:
    void pause() {
        PutItem edit(job());
        edit.definition.paused = 1;
        put(edit); // without hold, so that the gate has something to refuse
    }

    void expect_gate_closed(const Answer &answer, gs_id id, std::int32_t reason) {
        ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
        EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
        EXPECT_EQ(answer->item().result.run_outcome, GS_OUTCOME_CANCELED);
        EXPECT_EQ(answer->item().result.epoch, 2);
        EXPECT_FALSE(answer->item().has_job);
        expect_canceled(run(id), reason);
    }

  private:
    void expect_canceled(const SeenRun &seen, std::int32_t reason) {
        EXPECT_EQ(seen.row.state, GS_STATE_CLOSED);
        EXPECT_EQ(seen.row.outcome, GS_OUTCOME_CANCELED);
        EXPECT_EQ(seen.row.reason, reason);
        EXPECT_EQ(seen.row.announced, 0);
        EXPECT_NE(seen.row.wake_at, no_time);
        EXPECT_LE(seen.row.wake_at, now());
        EXPECT_NE(seen.row.finished_at, no_time);
        EXPECT_EQ(seen.row.epoch, 2);
    }
};

TEST_P(BeginTest, AWaitingRunStartsAnotherAttempt) {
    PutItem item;
    item.payload = "do it";
    item.name = "with a name";
    item.row.revision = 6;
    const SeenJob of = put(item);
    const gs_id id = claimed_run(of);
    ASSERT_EQ(replica().update(to_running(id))->outcome(), GS_ITEM_DONE);
    UpdateItem retry = to_waiting(id, now() + second);
    retry.attempt_spent = 1;
    ASSERT_EQ(replica().update(retry)->outcome(), GS_ITEM_DONE);

    const auto answer = replica().begin(id, 1, true);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.epoch, 2);
    EXPECT_EQ(answer->item().result.attempt, 2);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLAIMED);
    ASSERT_TRUE(answer->item().has_job);
    EXPECT_EQ(answer->item().job.payload, "do it");
    EXPECT_EQ(answer->item().job.name, "with a name");
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.state, GS_STATE_CLAIMED);
    EXPECT_EQ(seen.row.attempt, 2);
    EXPECT_EQ(seen.row.attempt_spent, 0);
    EXPECT_EQ(seen.row.epoch, 2);
    EXPECT_EQ(seen.row.wake_at, no_time);
    EXPECT_EQ(seen.row.revision, 6);
}

TEST_P(BeginTest, AnAttemptThatWasNotSpentIsNotCounted) {
    const gs_id id = claimed_run(due_job());
    UpdateItem given_back = to_waiting(id, now());
    given_back.attempt_spent = 0;
    ASSERT_EQ(replica().update(given_back)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().begin(id, 1, true)->item().result.attempt, 1);
}

TEST_P(BeginTest, TheAttemptUsesTheJobAsItIsNow) {
    const SeenJob of = due_job();
    const gs_id id = waiting_run(of, now());
    PutItem edit(job());
    edit.row.revision = 9;
    edit.payload = "changed";
    put(edit);
    EXPECT_EQ(replica().begin(id, 1, true)->item().job.payload, "changed");
    EXPECT_EQ(run(id).row.revision, 9);
}

TEST_P(BeginTest, AnotherEpochConflicts) {
    const gs_id id = waiting_run(due_job(), now());
    EXPECT_EQ(replica().begin(id, 2, true)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.epoch, 1);
}

TEST_P(BeginTest, SentAgainItIsAlready) {
    PutItem item;
    item.payload = "do it";
    const gs_id id = waiting_run(put(item), now());
    ASSERT_EQ(replica().begin(id, 1, true)->outcome(), GS_ITEM_DONE);
    const auto again = replica().begin(id, 1, true);
    EXPECT_EQ(again->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(again->item().result.epoch, 2);
    EXPECT_EQ(again->item().result.state, GS_STATE_CLAIMED);
    ASSERT_TRUE(again->item().has_job);
    EXPECT_EQ(again->item().job.payload, "do it");
    EXPECT_EQ(run(id).row.epoch, 2);
}

TEST_P(BeginTest, SentAgainAfterAPauseItPermitsNothing) {
    const gs_id id = waiting_run(due_job(), now());
    ASSERT_EQ(replica().begin(id, 1, true)->outcome(), GS_ITEM_DONE);
    pause();
    const auto again = replica().begin(id, 1, true);
    EXPECT_EQ(again->outcome(), GS_ITEM_ALREADY);
    EXPECT_FALSE(again->item().has_job);
}

TEST_P(BeginTest, NoSuchRunIsGone) {
    EXPECT_EQ(replica().begin(new_id(), 1, true)->outcome(), GS_ITEM_GONE);
}

TEST_P(BeginTest, AClosedAndAnnouncedRunIsGone) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(replica().begin(id, 1, false)->outcome(), GS_ITEM_GONE);
}

TEST_P(BeginTest, AClosedRunThatIsNotAnnouncedIsTakenOverAndStaysClosed) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_FAILED, 0);
    const Replica second = successor_of(replica());
    const auto answer = second.begin(id, 1, true);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
    EXPECT_FALSE(answer->item().has_job);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.outcome, GS_OUTCOME_FAILED);
    EXPECT_EQ(seen.row.epoch, 2);
    EXPECT_TRUE(seen.row.owner_incarnation == second.incarnation());
}

TEST_P(BeginTest, ALivingReplicaIsNotRobbed) {
    const gs_id id = running_run(due_job());
    const Replica beta = joined("beta");
    EXPECT_EQ(beta.begin(id, 1, false)->outcome(), GS_ITEM_REFUSED);
    EXPECT_TRUE(run(id).row.owner_incarnation == replica().incarnation());
}

TEST_P(BeginTest, AnInstanceThatIsAliveAgainKeepsItsRuns) {
    const gs_id id = running_run(due_job());
    const Replica beta = joined("beta");
    const Replica second = successor_of(replica());
    EXPECT_EQ(beta.begin(id, 1, false)->outcome(), GS_ITEM_REFUSED) << "its own successor will have it";
    EXPECT_EQ(second.begin(id, 1, false)->outcome(), GS_ITEM_DONE);
}

TEST_P(BeginTest, TheRunsOfARetiredReplicaAreToBeHad) {
    const gs_id id = running_run(due_job());
    const Replica beta = joined("beta");
    ASSERT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    const auto answer = beta.begin(id, 1, false);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_RUNNING) << "taking over starts nothing";
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.owner_instance, "beta");
    EXPECT_TRUE(seen.row.owner_incarnation == beta.incarnation());
    EXPECT_EQ(seen.row.epoch, 2);
    EXPECT_EQ(seen.row.attempt, 1);
}

// Its owner may have started it, and whoever takes it over next has to know.
TEST_P(BeginTest, AClaimedRunThatIsTakenOverCountsAsRunning) {
    const gs_id id = claimed_run(due_job());
    const Replica second = successor_of(replica());
    EXPECT_EQ(second.begin(id, 1, false)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
    EXPECT_EQ(run(id).row.attempt_spent, 1);
    EXPECT_EQ(run(id).row.attempt, 1);
    EXPECT_EQ(second.begin(id, 1, false)->outcome(), GS_ITEM_ALREADY);
}

TEST_P(BeginTest, OfTwoThatTakeOverOneWins) {
    const gs_id id = running_run(due_job());
    const Replica beta = joined("beta");
    const Replica gamma = joined("gamma");
    ASSERT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(beta.begin(id, 1, false)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(gamma.begin(id, 1, false)->outcome(), GS_ITEM_CONFLICT);
}

TEST_P(BeginTest, APausedJobsGateIsClosed) {
    const gs_id id = waiting_run(due_job(), now());
    pause();
    const std::int64_t before = job().row.version;
    const auto answer = replica().begin(id, 1, true);
    expect_gate_closed(answer, id, GS_REASON_GATE);
    EXPECT_GT(job().row.version, before) << "closing a run raises its job's version";
    EXPECT_EQ(answer->item().result.version_before, before);
    EXPECT_EQ(answer->item().result.version, job().row.version);
    EXPECT_EQ(job().row.last_outcome, GS_OUTCOME_CANCELED);
}

TEST_P(BeginTest, ARemovedJobsGateIsClosed) {
    const gs_id id = claimed_run(due_job());
    const RecordItem covering = record(now() - hour, now() + hour);
    ASSERT_EQ(replica().remove("job", job().row.version, &covering)->outcome(), GS_ITEM_DONE);
    expect_gate_closed(replica().begin(id, 1, true), id, GS_REASON_GATE);
}

TEST_P(BeginTest, AnotherGenerationsGateIsClosed) {
    const gs_id id = claimed_run(due_job());
    const RecordItem covering = record(now() - hour, now() + hour);
    ASSERT_EQ(replica().remove("job", job().row.version, &covering)->outcome(), GS_ITEM_DONE);
    const SeenJob heir = put(PutItem());
    expect_gate_closed(replica().begin(id, 1, true), id, GS_REASON_GATE);
    EXPECT_EQ(job().row.version, heir.row.version) << "it is another job";
}

TEST_P(BeginTest, AFlaggedRunDoesNotStart) {
    const gs_id id = claimed_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id)->outcome(), GS_ITEM_DONE);
    expect_gate_closed(replica().begin(id, 1, true), id, GS_REASON_REQUESTED);
}

TEST_P(BeginTest, TheFlagSurvivesATakeover) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id)->outcome(), GS_ITEM_DONE);
    const Replica second = successor_of(replica());
    ASSERT_EQ(second.begin(id, 1, false)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.cancel_requested, 1);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
}

CONFORMANCE_SUITE(BeginTest);

} // namespace
} // namespace conformance
