// late_result_test.cpp - what an executor reports after its run has ended without it is noted on the closed run, once.
#include <gateway_scheduler/executor.h>

#include "storage_test.h"

namespace conformance {
namespace {

class LateResultTest : public StorageTest {};

TEST_P(LateResultTest, EveryResultComesBack) {
    const SeenJob of = due_job();
    for (std::int32_t result = GS_RESULT_SUCCEEDED; result <= GS_RESULT_REJECTED; ++result) {
        const gs_id id = closed_run(of, GS_OUTCOME_LOST);
        EXPECT_EQ(run(id).row.late_result, 0);
        const auto answer = replica().update(late_result(id, result));
        ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
        EXPECT_EQ(answer->item().result.state, GS_STATE_CLOSED);
        EXPECT_EQ(run(id).row.late_result, result);
    }
}

TEST_P(LateResultTest, NothingElseIsWritten) {
    const SeenJob of = due_job();
    ClaimItem claim(of, new_id(), of.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    UpdateItem close = to_closed(claim.run_id, GS_OUTCOME_TIMED_OUT);
    close.wake_at = now() + minute;
    ASSERT_EQ(replica().update(close)->outcome(), GS_ITEM_DONE);
    const SeenRun run_before = run(claim.run_id);
    const SeenJob job_before = job();

    UpdateItem late = late_result(claim.run_id, GS_RESULT_SUCCEEDED);
    late.announced = 1;
    late.next_fire = now() + hour;
    late.outcome = GS_OUTCOME_SUCCEEDED;
    late.error = "none";
    late.output = "all of it";
    const auto answer = replica().update(late);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().result.version, 0) << "no job was touched";
    const SeenRun run_after = run(claim.run_id);
    EXPECT_EQ(run_after.row.outcome, GS_OUTCOME_TIMED_OUT);
    EXPECT_EQ(run_after.row.announced, 0);
    EXPECT_EQ(run_after.row.wake_at, run_before.row.wake_at);
    EXPECT_EQ(run_after.row.finished_at, run_before.row.finished_at);
    EXPECT_EQ(run_after.error, "");
    EXPECT_EQ(run_after.output, "");
    EXPECT_EQ(job().row.version, job_before.row.version);
    EXPECT_EQ(job().row.next_fire, no_time);
    EXPECT_EQ(job().row.succeeded, 0);
    EXPECT_EQ(job().row.last_success_at, no_time);
}

TEST_P(LateResultTest, TheFirstStays) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_LOST, 0);
    ASSERT_EQ(replica().update(late_result(id, GS_RESULT_FAILED))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().update(late_result(id, GS_RESULT_FAILED))->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(replica().update(late_result(id, GS_RESULT_SUCCEEDED))->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(run(id).row.late_result, GS_RESULT_FAILED);
}

TEST_P(LateResultTest, TheAnnouncementLeavesIt) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_LOST, 0);
    ASSERT_EQ(replica().update(late_result(id, GS_RESULT_FAILED))->outcome(), GS_ITEM_DONE);
    UpdateItem announcement = late_result(id, 0);
    announcement.announced = 1;
    ASSERT_EQ(replica().update(announcement)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).row.announced, 1);
    EXPECT_EQ(run(id).row.late_result, GS_RESULT_FAILED);
}

TEST_P(LateResultTest, AnOpenRunHasNone) {
    const gs_id id = running_run(due_job());
    EXPECT_EQ(replica().update(late_result(id, GS_RESULT_SUCCEEDED))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.state, GS_STATE_RUNNING);
    EXPECT_EQ(run(id).row.late_result, 0);
}

TEST_P(LateResultTest, AnotherEpochOrOwnerNotesNothing) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_LOST);
    const Replica beta = joined("beta");
    EXPECT_EQ(replica().update(late_result(id, GS_RESULT_SUCCEEDED, 2))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(beta.update(late_result(id, GS_RESULT_SUCCEEDED))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(run(id).row.late_result, 0);
    EXPECT_EQ(replica().update(late_result(new_id(), GS_RESULT_SUCCEEDED))->outcome(), GS_ITEM_GONE);
}

CONFORMANCE_SUITE(LateResultTest);

} // namespace
} // namespace conformance
