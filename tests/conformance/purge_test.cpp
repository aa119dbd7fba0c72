// purge_test.cpp - old history goes, the newest of each job stays (must-never 31: trimming history drops the newest).
#include "storage_test.h"

namespace conformance {
namespace {

class PurgeTest : public StorageTest {
  protected:
    std::int64_t purge(std::int64_t keep, std::uint32_t limit = 100, std::int32_t outcomes = 0) {
        std::int64_t removed = 0;
        const auto answer =
            replica().purge(gs_purge{sizeof(gs_purge), limit, now() + hour, keep, outcomes, 0}, removed);
        EXPECT_EQ(answer->outcome(), GS_ITEM_DONE);
        return removed;
    }

    std::vector<gs_id> runs() {
        const gs_runs_page page = runs_page(100);
        return replica().runs(page)->order;
    }

    void put_announced_record(RecordItem item) {
        item.announced = 1;
        PutItem edit(job());
        edit.record = item;
        put(edit);
    }
};

TEST_P(PurgeTest, OldRunsGoAndTheNewestStay) {
    const SeenJob of = due_job();
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    const gs_id second_run = closed_run(of, GS_OUTCOME_FAILED);
    const gs_id third = closed_run(of, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(purge(2), 1);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{third, second_run}));
    EXPECT_EQ(purge(1), 1);
    EXPECT_TRUE(runs() == std::vector<gs_id>{third});
    EXPECT_EQ(purge(1), 0);
}

TEST_P(PurgeTest, EachJobKeepsItsOwn) {
    const SeenJob a = due_job("a");
    const SeenJob b = due_job("b");
    closed_run(a, GS_OUTCOME_SUCCEEDED);
    const gs_id of_b = closed_run(b, GS_OUTCOME_SUCCEEDED);
    const gs_id of_a = closed_run(a, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(purge(1), 1);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{of_a, of_b}));
}

TEST_P(PurgeTest, WhatIsOpenOrNotAnnouncedStays) {
    const SeenJob of = due_job();
    claimed_run(of);
    waiting_run(of, now());
    closed_run(of, GS_OUTCOME_FAILED, 0);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(purge(1), 0);
    EXPECT_EQ(runs().size(), 4U);
}

TEST_P(PurgeTest, WhatIsYoungStays) {
    const SeenJob of = due_job();
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    std::int64_t removed = 0;
    ASSERT_EQ(replica().purge(gs_purge{sizeof(gs_purge), 100, now() - hour, 1, 0, 0}, removed)->outcome(),
              GS_ITEM_DONE);
    EXPECT_EQ(removed, 0);
    EXPECT_EQ(runs().size(), 2U);
}

TEST_P(PurgeTest, TheLimitLeavesTheYounger) {
    const SeenJob of = due_job();
    for (int i = 0; i < 4; ++i) closed_run(of, GS_OUTCOME_SUCCEEDED);
    const auto before = runs();
    EXPECT_EQ(purge(1, 2), 2);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{before[0], before[1]}));
}

TEST_P(PurgeTest, ByOutcomeOnlyThoseRunsGo) {
    const SeenJob of = due_job();
    put_announced_record(record(no_time, no_time));
    put_announced_record(record(no_time, no_time));
    const Replica beta = joined("beta");
    ASSERT_EQ(beta.retire(beta.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF)->outcome(), GS_ITEM_DONE);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    const gs_id failed = closed_run(of, GS_OUTCOME_FAILED);
    const gs_id newest = closed_run(of, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(purge(1, 100, 1 << GS_OUTCOME_SUCCEEDED), 1);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{newest, failed}));
    EXPECT_EQ(replica().records("job", 10)->records.size(), 2U);
    EXPECT_EQ(replica().replicas()->replicas.size(), 2U);
}

TEST_P(PurgeTest, RecordsGoLikewise) {
    due_job();
    PutItem silent(job());
    silent.record = record(no_time, no_time); // its notice still has to go out
    put(silent);
    put_announced_record(record(no_time, no_time));
    const RecordItem newest = record(no_time, no_time);
    put_announced_record(newest);
    EXPECT_EQ(purge(1), 1);
    const auto left = replica().records("job", 10)->order;
    EXPECT_TRUE(left == (std::vector<gs_id>{newest.id, silent.record->id}));
}

TEST_P(PurgeTest, KeepingNoneIsBad) {
    std::int64_t removed = 5;
    const auto answer = replica().purge(gs_purge{sizeof(gs_purge), 10, now(), 0, 0, 0}, removed);
    EXPECT_EQ(answer->outcome(), GS_ITEM_BAD);
    EXPECT_NE(answer->item().detail, "");
    EXPECT_EQ(removed, 0);
}

TEST_P(PurgeTest, ReplicasThatRetiredGoToo) {
    const Replica second = successor_of(replica());
    std::int64_t removed = 0;
    ASSERT_EQ(second.purge(gs_purge{sizeof(gs_purge), 10, now() + hour, 1, 0, 0}, removed)->outcome(), GS_ITEM_DONE);
    const auto left = second.replicas()->replicas;
    ASSERT_EQ(left.size(), 1U);
    EXPECT_TRUE(left[0].row.incarnation == second.incarnation());
    EXPECT_EQ(replica().beat()->outcome(), GS_ITEM_REFUSED) << "who is forgotten may not write either";
}

// Whoever takes the run over finds in its owner's row whether the executor can know of it.
TEST_P(PurgeTest, TheRetiredOwnerOfAnOpenRunStaysUntilTheRunHasEnded) {
    const gs_id run = claimed_run(due_job());
    const Replica second = successor_of(replica());
    const auto purge_all = [this, &second] {
        std::int64_t removed = 0;
        const gs_purge all{sizeof(gs_purge), 10, now() + hour, 1, 0, 0};
        EXPECT_EQ(second.purge(all, removed)->outcome(), GS_ITEM_DONE);
        return second.replicas()->replicas.size();
    };
    EXPECT_EQ(purge_all(), 2U);
    const auto taken = second.begin(run, 1, false);
    ASSERT_EQ(taken->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(purge_all(), 1U) << "its run is another one's";
}

CONFORMANCE_SUITE(PurgeTest);

} // namespace
} // namespace conformance
