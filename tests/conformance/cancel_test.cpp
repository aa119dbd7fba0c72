// cancel_test.cpp - asking for a run's end, and how its owner hears of it.
#include "storage_test.h"

namespace conformance {
namespace {

class CancelTest : public StorageTest {};

TEST_P(CancelTest, ARunThatIsGoingIsFlagged) {
    const gs_id id = running_run(due_job());
    const std::int64_t version = job().row.version;
    const auto answer = replica().ask_cancel(id);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_RUNNING);
    EXPECT_EQ(run(id).row.cancel_requested, 1);
    EXPECT_EQ(run(id).row.reason, GS_REASON_REQUESTED);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
    EXPECT_EQ(job().row.version, version) << "nothing has ended yet";
}

TEST_P(CancelTest, AWaitingRunClosesAtOnce) {
    const gs_id id = waiting_run(due_job(), now() + hour);
    const std::int64_t before = job().row.version;
    const auto answer = replica().ask_cancel(id, GS_REASON_REPLACED);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
    EXPECT_EQ(answer->item().result.run_outcome, GS_OUTCOME_CANCELED);
    EXPECT_EQ(answer->item().result.version_before, before);
    EXPECT_EQ(answer->item().result.version, job().row.version);
    const SeenRun seen = run(id);
    EXPECT_EQ(seen.row.outcome, GS_OUTCOME_CANCELED);
    EXPECT_EQ(seen.row.reason, GS_REASON_REPLACED);
    EXPECT_EQ(seen.row.announced, 0);
    EXPECT_LE(seen.row.wake_at, now());
    EXPECT_NE(seen.row.finished_at, no_time);
    EXPECT_EQ(job().row.last_outcome, GS_OUTCOME_CANCELED);
    EXPECT_GT(job().row.version, before);
    EXPECT_EQ(job().row.look_at, job().row.fire_at);
}

TEST_P(CancelTest, AClosedRunIsGoneAndTellsHow) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_SUCCEEDED);
    const auto answer = replica().ask_cancel(id);
    EXPECT_EQ(answer->outcome(), GS_ITEM_GONE);
    EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
    EXPECT_EQ(answer->item().result.run_outcome, GS_OUTCOME_SUCCEEDED);
}

TEST_P(CancelTest, NoSuchRunIsGone) {
    const auto answer = replica().ask_cancel(new_id());
    EXPECT_EQ(answer->outcome(), GS_ITEM_GONE);
    EXPECT_EQ(answer->item().result.state, 0);
}

TEST_P(CancelTest, AskedTwiceTheFirstReasonStays) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id, GS_REASON_REPLACED)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().ask_cancel(id, GS_REASON_REQUESTED)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(run(id).row.reason, GS_REASON_REPLACED);
}

TEST_P(CancelTest, AnybodyMayAsk) {
    const gs_id id = running_run(due_job());
    EXPECT_EQ(joined("beta").ask_cancel(id)->outcome(), GS_ITEM_DONE);
}

TEST_P(CancelTest, EveryAnswerToTheOwnerCarriesItsFlags) {
    const SeenJob of = due_job();
    const gs_id flagged = running_run(of);
    running_run(of);
    const auto asked = replica().ask_cancel(flagged);
    ASSERT_EQ(asked->cancel_requested.size(), 1U);
    EXPECT_TRUE(asked->cancel_requested[0] == flagged);
    gs_due_page due{};
    due.struct_size = sizeof due;
    due.after_look_at = no_time;
    const gs_runs_page page = runs_page(1);
    gs_purged purged{};
    purged.struct_size = sizeof purged;
    EXPECT_EQ(replica().beat()->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().replicas()->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().get_job("job")->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().jobs("", 1)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().due_jobs(due)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().wake_runs(now(), 1)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().runs(page)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().records("", 1)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().calendars()->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().claim(ClaimItem(of, new_id(), now() - second))->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().pass(PassItem())->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().begin(new_id(), 1, false)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().records_announced({new_id()})->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().put(PutItem())->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().remove("nobody", 1)->cancel_requested.size(), 1U);
    EXPECT_EQ(replica().purge(purge_by_count(1), purged)->cancel_requested.size(), 1U);
}

TEST_P(CancelTest, OthersDoNotHearOfIt) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id)->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(joined("beta").beat()->cancel_requested.empty());
}

TEST_P(CancelTest, AClosedRunIsNotFlaggedAnyMore) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().update(to_closed(id, GS_OUTCOME_CANCELED))->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(replica().beat()->cancel_requested.empty());
}

TEST_P(CancelTest, TheNewOwnerHearsOfIt) {
    const gs_id id = running_run(due_job());
    ASSERT_EQ(replica().ask_cancel(id)->outcome(), GS_ITEM_DONE);
    const Replica second = successor_of(replica());
    EXPECT_TRUE(second.beat()->cancel_requested.empty());
    const auto answer = second.begin(id, 1, false);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->cancel_requested.size(), 1U);
    EXPECT_TRUE(replica().beat()->cancel_requested.empty());
}

CONFORMANCE_SUITE(CancelTest);

} // namespace
} // namespace conformance
