// concurrency_key_test.cpp - how many runs of one key may be active, and what a full key answers.
#include "storage_test.h"

namespace conformance {
namespace {

class ConcurrencyKeyTest : public StorageTest {
  protected:
    ClaimItem claim_of(const std::string &id, std::int32_t max_active = 1) {
        ClaimItem item(job(id), new_id(), now() - second);
        item.max_active = max_active;
        item.concurrency_key = "shared";
        return item;
    }
};

TEST_P(ConcurrencyKeyTest, AFullKeyIsBusyAndNamesItsRuns) {
    due_job("first");
    due_job("second");
    const ClaimItem first = claim_of("first");
    ASSERT_EQ(replica().claim(first)->outcome(), GS_ITEM_DONE);
    const auto answer = replica().claim(claim_of("second"));
    ASSERT_EQ(answer->outcome(), GS_ITEM_BUSY);
    ASSERT_EQ(answer->item().runs.size(), 1U);
    EXPECT_TRUE(answer->item().runs[0] == first.run_id);
    EXPECT_EQ(job("second").row.fires, 0) << "a skip for overlap is not a fire";
    EXPECT_EQ(job("second").row.last_fired_at, no_time);
}

TEST_P(ConcurrencyKeyTest, ItemsOfOneCallSeeTheOnesBefore) {
    due_job("first");
    due_job("second");
    due_job("third");
    const ClaimItem first = claim_of("first", 2);
    const ClaimItem second_claim = claim_of("second", 2);
    const auto answer = replica().claim({first, second_claim, claim_of("third", 2)});
    ASSERT_EQ(answer->status, GS_OK);
    ASSERT_EQ(answer->items.size(), 3U);
    EXPECT_EQ(answer->items[0].result.outcome, GS_ITEM_DONE);
    EXPECT_EQ(answer->items[1].result.outcome, GS_ITEM_DONE);
    ASSERT_EQ(answer->items[2].result.outcome, GS_ITEM_BUSY);
    ASSERT_EQ(answer->items[2].runs.size(), 2U);
    EXPECT_TRUE(answer->items[2].runs[0] == first.run_id) << "oldest first";
    EXPECT_TRUE(answer->items[2].runs[1] == second_claim.run_id);
}

TEST_P(ConcurrencyKeyTest, WaitingRunsAreActive) {
    const SeenJob seen = due_job();
    waiting_run(seen, now() + hour);
    EXPECT_EQ(replica().claim(ClaimItem(job(), new_id(), now() - second))->outcome(), GS_ITEM_BUSY);
}

TEST_P(ConcurrencyKeyTest, ClosedRunsAreNot) {
    const SeenJob seen = due_job();
    closed_run(seen, GS_OUTCOME_FAILED, 0);
    EXPECT_EQ(replica().claim(ClaimItem(job(), new_id(), now() - second))->outcome(), GS_ITEM_DONE);
}

TEST_P(ConcurrencyKeyTest, RunsOfARemovedJobStillCount) {
    due_job("first");
    due_job("second");
    ASSERT_EQ(replica().claim(claim_of("first"))->outcome(), GS_ITEM_DONE);
    const RecordItem covering = record(now() - hour, now() + hour);
    ASSERT_EQ(replica().remove("first", job("first").row.version, &covering)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().claim(claim_of("second"))->outcome(), GS_ITEM_BUSY);
}

TEST_P(ConcurrencyKeyTest, OtherKeysDoNotCount) {
    due_job("first");
    due_job("second");
    ASSERT_EQ(replica().claim(claim_of("first"))->outcome(), GS_ITEM_DONE);
    ClaimItem other = claim_of("second");
    other.concurrency_key = "another";
    EXPECT_EQ(replica().claim(other)->outcome(), GS_ITEM_DONE);
}

TEST_P(ConcurrencyKeyTest, AtMostSixteenAreNamed) {
    const SeenJob seen = due_job();
    std::vector<gs_id> runs;
    runs.reserve(18);
    for (int i = 0; i < 18; ++i) runs.push_back(claimed_run(seen));
    const auto answer = replica().claim(ClaimItem(job(), new_id(), now() - second));
    ASSERT_EQ(answer->outcome(), GS_ITEM_BUSY);
    ASSERT_EQ(answer->item().runs.size(), 16U);
    for (std::size_t i = 0; i < 16; ++i) EXPECT_TRUE(answer->item().runs[i] == runs[i]);
}

TEST_P(ConcurrencyKeyTest, ManualRunsCountToo) {
    const SeenJob seen = due_job();
    ClaimItem manual(seen, new_id(), now() - second);
    manual.trigger = GS_TRIGGER_MANUAL;
    ASSERT_EQ(replica().claim(manual)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().claim(ClaimItem(job(), new_id(), now() - second))->outcome(), GS_ITEM_BUSY)
        << "a manual run and a scheduled one both start where only one may";
}

CONFORMANCE_SUITE(ConcurrencyKeyTest);

} // namespace
} // namespace conformance
