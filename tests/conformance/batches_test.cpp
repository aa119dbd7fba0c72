// batches_test.cpp - many items in one call: each has its own answer, and together they come to what they come to one
// by one.
#include "storage_test.h"

#include <string>
#include <vector>

namespace conformance {
namespace {

class BatchesTest : public StorageTest {
  protected:
    static std::vector<std::int32_t> outcomes(const Answer &answer) {
        std::vector<std::int32_t> all;
        for (const SeenItem &item : answer->items) all.push_back(item.result.outcome);
        return all;
    }
    ClaimItem claim_of(const SeenJob &of) {
        ClaimItem item(of, new_id(), now() - second);
        item.concurrency_key = of.id;
        return item;
    }
};

TEST_P(BatchesTest, EachClaimHasItsOwnAnswer) {
    std::vector<ClaimItem> items;
    for (const char *id : {"won", "outdated", "ahead", "elsewhere", "paused", "won too"}) {
        items.push_back(claim_of(due_job(id)));
    }
    items[1].version -= 1;
    items[2].due_at = now() + hour;
    PutItem paused(job("paused"));
    paused.definition.paused = 1;
    paused.row.writer = new_id();
    ASSERT_EQ(replica().put(paused)->outcome(), GS_ITEM_DONE);
    items[3].job_id = "nobody";
    const auto answer = replica().claim(items);
    EXPECT_EQ(outcomes(answer), (std::vector<std::int32_t>{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_EARLY, GS_ITEM_GONE,
                                                           GS_ITEM_CONFLICT, GS_ITEM_DONE}));
    EXPECT_EQ(answer->items[0].result.version, job("won").row.version);
    EXPECT_EQ(answer->items[5].result.version, job("won too").row.version);
    EXPECT_EQ(run(items[5].run_id).row.state, GS_STATE_CLAIMED);
    EXPECT_EQ(replica().runs(runs_page(100))->runs.size(), 2U);
}

TEST_P(BatchesTest, ClaimsSentAgainAreAlreadyBesideNewOnes) {
    std::vector<ClaimItem> items{claim_of(due_job("a")), claim_of(due_job("b"))};
    ASSERT_EQ(replica().claim(items[0])->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(outcomes(replica().claim(items)), (std::vector<std::int32_t>{GS_ITEM_ALREADY, GS_ITEM_DONE}));
    EXPECT_EQ(outcomes(replica().claim(items)), (std::vector<std::int32_t>{GS_ITEM_ALREADY, GS_ITEM_ALREADY}));
    EXPECT_EQ(job("a").row.fires + job("b").row.fires, 2);
}

TEST_P(BatchesTest, APayloadComesWithEachClaim) {
    std::vector<ClaimItem> items;
    for (const char *id : {"a", "b", "c"}) {
        PutItem item;
        item.id = id;
        item.payload = std::string(id) == "b" ? "" : std::string("for ") + id + std::string(1, '\0');
        item.row.next_fire = item.row.fire_at = item.row.look_at = now() - minute;
        items.push_back(claim_of(put(item)));
    }
    const auto answer = replica().claim(items);
    EXPECT_EQ(answer->items.at(0).payload, std::string("for a\0", 6));
    EXPECT_EQ(answer->items.at(1).payload, "");
    EXPECT_EQ(answer->items.at(2).payload, std::string("for c\0", 6));
}

TEST_P(BatchesTest, RunsOfOneJobThatEndTogetherAreAllCounted) {
    const SeenJob of = due_job();
    const std::int32_t ends[] = {GS_OUTCOME_SUCCEEDED, GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_SUCCEEDED,
                                 GS_OUTCOME_LOST};
    std::vector<UpdateItem> items;
    for (const std::int32_t outcome : ends) items.push_back(to_closed(running_run(of), outcome));
    items[1].error = "\"quoted\" \\ and {braced}";
    items[2].output = std::string("\0\x01\xff", 3);
    const std::int64_t before = job().row.version;
    const auto answer = replica().update(items);
    std::int64_t version = before;
    for (const SeenItem &item : answer->items) {
        EXPECT_EQ(item.result.outcome, GS_ITEM_DONE);
        EXPECT_EQ(item.result.version_before, version);
        EXPECT_GT(item.result.version, version);
        version = item.result.version;
    }
    const SeenJob after = job();
    EXPECT_EQ(after.row.version, version);
    EXPECT_EQ(after.row.succeeded, 2);
    EXPECT_EQ(after.row.failed, 3);
    EXPECT_EQ(after.row.failures_in_row, 1) << "since the last success";
    EXPECT_EQ(after.row.last_outcome, GS_OUTCOME_LOST);
    EXPECT_EQ(run(items[1].run_id).error, items[1].error);
    EXPECT_EQ(run(items[2].run_id).output, items[2].output);
}

TEST_P(BatchesTest, ARunThatEndsWithALargeOutputKeepsItsPlace) {
    const SeenJob of = due_job();
    std::vector<UpdateItem> items{to_closed(running_run(of), GS_OUTCOME_FAILED),
                                  to_closed(running_run(of), GS_OUTCOME_SUCCEEDED)};
    items[0].output = std::string(60'000, 'x');
    const auto answer = replica().update(items);
    EXPECT_EQ(outcomes(answer), (std::vector<std::int32_t>{GS_ITEM_DONE, GS_ITEM_DONE}));
    EXPECT_EQ(answer->items[1].result.version_before, answer->items[0].result.version);
    EXPECT_EQ(job().row.failures_in_row, 0) << "the success came behind the failure";
    EXPECT_EQ(job().row.last_outcome, GS_OUTCOME_SUCCEEDED);
}

TEST_P(BatchesTest, EachUpdateHasItsOwnAnswer) {
    const SeenJob of = due_job();
    std::vector<UpdateItem> items{to_running(claimed_run(of)), to_closed(running_run(of), GS_OUTCOME_SUCCEEDED),
                                  to_running(new_id()), to_closed(running_run(of), GS_OUTCOME_FAILED, 7),
                                  to_waiting(running_run(of), now() + minute)};
    UpdateItem announced = to_closed(closed_run(of, GS_OUTCOME_FAILED, 0), GS_OUTCOME_FAILED);
    announced.from_states = GS_STATE_CLOSED;
    announced.announced = 1;
    items.push_back(announced);
    const auto answer = replica().update(items);
    EXPECT_EQ(outcomes(answer), (std::vector<std::int32_t>{GS_ITEM_DONE, GS_ITEM_DONE, GS_ITEM_GONE, GS_ITEM_CONFLICT,
                                                           GS_ITEM_DONE, GS_ITEM_DONE}));
    EXPECT_EQ(answer->items[0].result.state, GS_STATE_RUNNING);
    EXPECT_EQ(answer->items[1].result.state, GS_STATE_CLOSED);
    EXPECT_EQ(answer->items[1].result.run_outcome, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(answer->items[4].result.state, GS_STATE_WAITING);
    EXPECT_EQ(run(announced.run_id).row.announced, 1);
    EXPECT_EQ(outcomes(replica().update(items)),
              (std::vector<std::int32_t>{GS_ITEM_ALREADY, GS_ITEM_ALREADY, GS_ITEM_GONE, GS_ITEM_CONFLICT,
                                         GS_ITEM_ALREADY, GS_ITEM_ALREADY}));
}

TEST_P(BatchesTest, UpdatesOfOneRunTakeEffectInTheirOrder) {
    const gs_id id = claimed_run(due_job());
    const auto answer = replica().update({to_running(id), to_closed(id, GS_OUTCOME_SUCCEEDED), to_running(id)});
    EXPECT_EQ(outcomes(answer), (std::vector<std::int32_t>{GS_ITEM_DONE, GS_ITEM_DONE, GS_ITEM_GONE}));
    EXPECT_EQ(run(id).row.outcome, GS_OUTCOME_SUCCEEDED);
}

CONFORMANCE_SUITE(BatchesTest);

} // namespace
} // namespace conformance
