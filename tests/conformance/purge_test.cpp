// purge_test.cpp - history goes by age and by count, the newest of each job stays (must-never 31: trimming history
// drops the newest), and each call looks at no more rows than it was told to.
#include <set>

#include "storage_test.h"

namespace conformance {
namespace {

class PurgeTest : public StorageTest {
  protected:
    gs_purge by_age(std::int32_t what = GS_PURGE_RUNS_BY_AGE) {
        gs_purge item{};
        item.struct_size = sizeof item;
        item.limit = 100;
        item.what = what;
        item.before = now() + hour;
        item.failures_before = what == GS_PURGE_RUNS_BY_AGE ? item.before : 0;
        return item;
    }

    static gs_purge by_count(std::int64_t keep, std::int64_t keep_failures,
                             std::int32_t what = GS_PURGE_RUNS_BY_COUNT) {
        gs_purge item = purge_by_count(keep);
        item.what = what;
        item.keep_failures = keep_failures;
        return item;
    }

    gs_purged purge(const gs_purge &item) {
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        const auto answer = replica().purge(item, purged);
        EXPECT_EQ(answer->outcome(), GS_ITEM_DONE) << answer->item().detail;
        return purged;
    }

    // One call after the other until the walk is over; returns what all of them removed.
    std::int64_t purge_to_the_end(gs_purge item, int most_calls = 100) {
        gs_purged place = purge(item);
        std::int64_t removed = place.removed;
        calls_ = 1;
        while (place.more != 0 && calls_ < most_calls) {
            const gs_purged before = place;
            item.after = &before;
            place = purge(item);
            removed += place.removed;
            ++calls_;
        }
        EXPECT_EQ(place.more, 0) << "the walk has no end";
        return removed;
    }

    std::vector<gs_id> runs(const std::string &of = "") {
        gs_runs_page page = runs_page(100);
        page.job_id = {of.data(), of.size()};
        return replica().runs(page)->order;
    }

    std::vector<gs_id> close_runs(const SeenJob &of, const std::vector<std::int32_t> &outcomes) {
        std::vector<gs_id> made;
        made.reserve(outcomes.size());
        for (const std::int32_t outcome : outcomes) made.push_back(closed_run(of, outcome));
        return made;
    }

    RecordItem put_announced_record() {
        RecordItem item = record(no_time, no_time);
        item.announced = 1;
        PutItem edit(job());
        edit.record = item;
        put(edit);
        return item;
    }

    void expect_bad(const gs_purge &item, const std::string &name) {
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        purged.removed = 5;
        const auto answer = replica().purge(item, purged);
        EXPECT_EQ(answer->outcome(), GS_ITEM_BAD) << name;
        EXPECT_NE(answer->item().detail.find(name), std::string::npos) << answer->item().detail;
        EXPECT_EQ(purged.removed, 0);
        EXPECT_EQ(purged.more, 0);
    }

    static constexpr std::int32_t good = GS_OUTCOME_SUCCEEDED;
    int calls_ = 0;
};

TEST_P(PurgeTest, ByAgeOldRunsGoAndTheNewestOfEachJobStays) {
    const auto a = close_runs(due_job("a"), {good, good, good});
    const auto b = close_runs(due_job("b"), {good});
    const gs_purged purged = purge(by_age());
    EXPECT_EQ(purged.removed, 2);
    EXPECT_EQ(purged.failures, 0);
    EXPECT_EQ(purged.more, 0);
    EXPECT_TRUE(runs("a") == std::vector<gs_id>{a[2]});
    EXPECT_TRUE(runs("b") == b);
    EXPECT_EQ(purge(by_age()).removed, 0);
}

TEST_P(PurgeTest, ByAgeWhatIsYoungStays) {
    close_runs(due_job(), {good, good});
    gs_purge item = by_age();
    item.before = now() - hour;
    item.failures_before = item.before;
    EXPECT_EQ(purge(item).removed, 0);
    EXPECT_EQ(runs().size(), 2U);
}

TEST_P(PurgeTest, ByAgeFailuresAreKeptForLonger) {
    const auto made = close_runs(due_job(), {GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST,
                                             GS_OUTCOME_REJECTED, GS_OUTCOME_CANCELED, good, good});
    gs_purge item = by_age();
    item.failures_before = now() - hour;
    EXPECT_EQ(purge(item).removed, 2);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{made[6], made[3], made[2], made[1], made[0]}));
    item.failures_before = no_time;
    EXPECT_EQ(purge(item).removed, 0);
    const gs_purged purged = purge(by_age());
    EXPECT_EQ(purged.removed, 4);
    EXPECT_EQ(purged.failures, 4);
}

TEST_P(PurgeTest, ByCountEachJobKeepsItsNewest) {
    const auto a = close_runs(due_job("a"), {good, good, good});
    const auto b = close_runs(due_job("b"), {good, good});
    const auto c = close_runs(due_job("c"), {good});
    EXPECT_EQ(purge(by_count(2, 2)).removed, 1);
    EXPECT_TRUE(runs("a") == (std::vector<gs_id>{a[2], a[1]}));
    EXPECT_EQ(purge(by_count(1, 1)).removed, 2);
    EXPECT_TRUE(runs("a") == std::vector<gs_id>{a[2]});
    EXPECT_TRUE(runs("b") == std::vector<gs_id>{b[1]});
    EXPECT_TRUE(runs("c") == c);
    EXPECT_EQ(purge(by_count(1, 1)).removed, 0);
}

TEST_P(PurgeTest, ByCountFailuresAreKeptUpToACountOfTheirOwn) {
    const auto made =
        close_runs(due_job(), {GS_OUTCOME_FAILED, good, GS_OUTCOME_FAILED, GS_OUTCOME_FAILED, good, good});
    gs_purged purged = purge(by_count(1, 3));
    EXPECT_EQ(purged.removed, 3) << "two that succeeded, and the failure that three newer ones stay beside";
    EXPECT_EQ(purged.failures, 1);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{made[5], made[3], made[2]}));
    EXPECT_EQ(purge(by_count(1, 3)).removed, 0);
    purged = purge(by_count(1, 1));
    EXPECT_EQ(purged.removed, 2);
    EXPECT_EQ(purged.failures, 2);
}

TEST_P(PurgeTest, WhatIsOpenOrNotAnnouncedStaysAndCountsAmongTheNewest) {
    const SeenJob of = due_job();
    const gs_id oldest = closed_run(of, good);
    claimed_run(of);
    waiting_run(of, now() + hour);
    closed_run(of, GS_OUTCOME_FAILED, 0);
    closed_run(of, good, 0);
    EXPECT_EQ(purge(by_count(5, 5)).removed, 0);
    EXPECT_EQ(purge(by_count(4, 4)).removed, 1);
    EXPECT_EQ(purge(by_count(1, 1)).removed, 0);
    EXPECT_EQ(purge(by_age()).removed, 0);
    const auto left = runs();
    EXPECT_EQ(left.size(), 4U);
    EXPECT_EQ(std::count(left.begin(), left.end(), oldest), 0);
}

TEST_P(PurgeTest, ByAgeACallLooksAtItsLimitAndTheNextGoesOnBehindIt) {
    close_runs(due_job("a"), {good, GS_OUTCOME_FAILED, good, good, good});
    close_runs(due_job("b"), {good, good});
    gs_purge item = by_age();
    item.failures_before = no_time;
    item.limit = 2;
    const gs_purged first = purge(item);
    EXPECT_EQ(first.removed, 1) << "the failure was looked at, and stayed";
    EXPECT_EQ(first.more, 1);
    item.after = &first;
    EXPECT_EQ(purge(item).removed, 2);
    item.after = nullptr;
    EXPECT_EQ(purge_to_the_end(item), 1);
    EXPECT_EQ(runs("a").size(), 2U);
    EXPECT_EQ(runs("b").size(), 1U);
}

TEST_P(PurgeTest, ByCountTheWalkGoesOnInTheMiddleOfAJob) {
    for (const char *id : {"a", "b", "c"}) close_runs(due_job(id), {good, GS_OUTCOME_FAILED, good, good, good});
    for (std::uint32_t limit = 1; limit <= 3; ++limit) {
        gs_purge item = by_count(5 - limit, 5 - limit);
        item.limit = limit;
        EXPECT_EQ(purge_to_the_end(item), 3) << limit;
        for (const char *id : {"a", "b", "c"}) EXPECT_EQ(runs(id).size(), 5 - limit) << id << ' ' << limit;
        EXPECT_LE(calls_, static_cast<int>(3 * (6 - limit) / limit + 1));
    }
}

// A call whose answer was lost is made again as it was.
TEST_P(PurgeTest, TheSameCallAgainGoesOnInTheSamePlace) {
    const auto made = close_runs(due_job(), {good, good, good, good, good, good});
    gs_purge item = by_count(3, 3);
    item.limit = 2;
    const gs_purged first = purge(item);
    item.after = &first;
    const gs_purged second = purge(item);
    EXPECT_EQ(second.removed, 1);
    EXPECT_EQ(purge(item).removed, 1) << "what stood at its place is gone; it looks on behind that";
    EXPECT_EQ(purge(item).removed, 1);
    EXPECT_EQ(purge(item).removed, 0);
    EXPECT_TRUE(runs() == (std::vector<gs_id>{made[5], made[4], made[3]}));
}

TEST_P(PurgeTest, AJobOfAnyIdIsWalkedOver) {
    const std::set<std::string> ids{"a", "A", "aa", "é", "\U0001F600", std::string(255, 'z'), std::string(255, 'y')};
    for (const std::string &id : ids) close_runs(due_job(id), {good, good});
    gs_purge item = by_count(1, 1);
    item.limit = 1;
    EXPECT_EQ(purge_to_the_end(item), static_cast<std::int64_t>(ids.size()));
    for (const std::string &id : ids) EXPECT_EQ(runs(id).size(), 1U) << id;
}

TEST_P(PurgeTest, RecordsGoLikewise) {
    due_job();
    put_announced_record();
    PutItem silent(job());
    silent.record = record(no_time, no_time); // its notice still has to go out
    put(silent);
    put_announced_record();
    const RecordItem newest = put_announced_record();
    EXPECT_EQ(purge(by_count(3, 3, GS_PURGE_RECORDS_BY_COUNT)).removed, 1);
    gs_purge item = by_age(GS_PURGE_RECORDS_BY_AGE);
    item.limit = 1;
    EXPECT_EQ(purge_to_the_end(item), 1);
    const auto left = replica().records("job", 10)->order;
    EXPECT_TRUE(left == (std::vector<gs_id>{newest.id, silent.record->id}));
    EXPECT_EQ(purge(by_count(1, 1, GS_PURGE_RECORDS_BY_COUNT)).removed, 0);
}

TEST_P(PurgeTest, EachCallTouchesItsOwnKindOnly) {
    const SeenJob of = due_job();
    put_announced_record();
    put_announced_record();
    close_runs(of, {good, good});
    successor_of(joined("beta"));
    EXPECT_EQ(purge(by_age(GS_PURGE_RECORDS_BY_AGE)).removed, 1);
    EXPECT_EQ(runs().size(), 2U);
    EXPECT_EQ(purge(by_age()).removed, 1);
    EXPECT_EQ(replica().replicas()->replicas.size(), 3U);
    EXPECT_EQ(replica().records("job", 10)->records.size(), 1U);
    EXPECT_EQ(purge(by_age(GS_PURGE_REPLICAS)).removed, 1);
    EXPECT_EQ(replica().replicas()->replicas.size(), 2U);
}

TEST_P(PurgeTest, WhatMakesNoSenseIsBad) {
    close_runs(due_job(), {good, good});
    gs_purge item = by_age();
    item.limit = 0;
    expect_bad(item, "limit");
    item.limit = GS_MAX_PURGE_LIMIT + 1;
    expect_bad(item, "limit");
    item = by_age();
    item.failures_before = item.before + 1;
    expect_bad(item, "failures_before");
    expect_bad(by_age(0), "what");
    expect_bad(by_age(GS_PURGE_REPLICAS + 1), "what");
    expect_bad(by_count(0, 1), "keep");
    expect_bad(by_count(0, 0, GS_PURGE_RECORDS_BY_COUNT), "keep");
    expect_bad(by_count(2, 1), "keep_failures");
    EXPECT_EQ(runs().size(), 2U);
}

TEST_P(PurgeTest, ReplicasThatRetiredGoAsManyAsTheLimitSays) {
    const Replica second = successor_of(successor_of(replica()));
    gs_purge item = by_age(GS_PURGE_REPLICAS);
    item.limit = 1;
    gs_purged purged{};
    purged.struct_size = sizeof purged;
    ASSERT_EQ(second.purge(item, purged)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(purged.removed, 1);
    EXPECT_EQ(purged.more, 1);
    item.limit = 2;
    ASSERT_EQ(second.purge(item, purged)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(purged.removed, 1);
    EXPECT_EQ(purged.more, 0);
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
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        EXPECT_EQ(second.purge(by_age(GS_PURGE_REPLICAS), purged)->outcome(), GS_ITEM_DONE);
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
