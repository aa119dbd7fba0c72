// unreadable_test.cpp - one row that cannot be decoded stops no other (invariant 4).
#include <algorithm>

#include "storage_test.h"

namespace conformance {
namespace {

class UnreadableTest : public StorageTest {
  protected:
    gs_due_page due_page() { return gs_due_page{sizeof(gs_due_page), 10, now(), no_time, gs_string{nullptr, 0}}; }
};

TEST_P(UnreadableTest, ADuePageGoesOnBehindIt) {
    due_job("a");
    const SeenJob spoilt = due_job("b");
    due_job("c");
    if (!host().spoil_job("b")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    const auto answer = replica().due_jobs(due_page());
    ASSERT_EQ(answer->status, GS_OK);
    ASSERT_EQ(answer->jobs.size(), 3U);
    for (const SeenJob &seen : answer->jobs) EXPECT_EQ(seen.row.readable, seen.id == "b" ? 0 : 1);
    const auto found =
        std::find_if(answer->jobs.begin(), answer->jobs.end(), [](const SeenJob &seen) { return seen.id == "b"; });
    ASSERT_NE(found, answer->jobs.end());
    EXPECT_EQ(found->row.generation, spoilt.row.generation);
    EXPECT_EQ(found->row.version, spoilt.row.version);
    EXPECT_EQ(found->row.look_at, spoilt.row.look_at);
}

TEST_P(UnreadableTest, ItCanBeReadAndListedAsSuch) {
    put(PutItem());
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    EXPECT_EQ(job().row.readable, 0);
    const auto listed = replica().jobs("", 10);
    ASSERT_EQ(listed->jobs.size(), 1U);
    EXPECT_EQ(listed->jobs[0].row.readable, 0);
}

TEST_P(UnreadableTest, ItCanBeDisabledSoThatItIsNotDueForEver) {
    const SeenJob seen = due_job();
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    EXPECT_EQ(replica().disable("job", seen.row.version, "the row cannot be read", record(no_time, no_time))->outcome(),
              GS_ITEM_DONE);
    EXPECT_TRUE(replica().due_jobs(due_page())->jobs.empty());
}

TEST_P(UnreadableTest, ItCanBeReplacedAndRemoved) {
    const SeenJob first = put(PutItem());
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    const SeenJob mended = put(PutItem(first));
    EXPECT_EQ(mended.row.readable, 1);
    host().spoil_job("job");
    EXPECT_EQ(replica().remove("job", mended.row.version)->outcome(), GS_ITEM_DONE);
}

// Nobody can read which instants were due, so no record can be asked for.
TEST_P(UnreadableTest, OneThatIsDueCanBeReplacedWithoutARecord) {
    const SeenJob due = due_job();
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    PutItem anew(due);
    anew.row.next_fire = anew.row.fire_at = anew.row.look_at = now() + 3'600'000'000;
    EXPECT_EQ(put(anew).row.readable, 1);
}

TEST_P(UnreadableTest, OneThatIsDueCanBeRemovedWithoutARecord) {
    const SeenJob due = due_job();
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    EXPECT_EQ(replica().remove("job", due.row.version)->outcome(), GS_ITEM_DONE);
}

TEST_P(UnreadableTest, ARunOfItDoesNotBegin) {
    const gs_id id = waiting_run(due_job(), now());
    if (!host().spoil_job("job")) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    const auto answer = replica().begin(id, 1, true);
    EXPECT_EQ(answer->outcome(), GS_ITEM_BAD);
    EXPECT_NE(answer->item().detail, "");
    EXPECT_EQ(run(id).row.epoch, 1);
}

TEST_P(UnreadableTest, ARunThatIsSpoiltHidesNoOther) {
    const SeenJob of = due_job();
    const gs_id first = waiting_run(of, now());
    const gs_id spoilt = waiting_run(of, now());
    const gs_id last = waiting_run(of, now());
    if (!host().spoil_run(spoilt)) GTEST_SKIP() << "rows of this storage cannot be spoilt";
    const gs_runs_page page = runs_page(2);
    EXPECT_TRUE(replica().runs(page)->order == (std::vector<gs_id>{last, first})) << "the page is full all the same";
    EXPECT_EQ(replica().wake_runs(now(), 2)->order.size(), 2U);
    EXPECT_EQ(replica().begin(spoilt, 1, true)->outcome(), GS_ITEM_BAD);
    EXPECT_EQ(replica().update(to_closed(spoilt, GS_OUTCOME_FAILED))->outcome(), GS_ITEM_BAD);
    PutItem pause(job());
    pause.definition.paused = 1;
    pause.hold = true;
    put(pause);
    EXPECT_EQ(run(first).row.state, GS_STATE_CLOSED);
    EXPECT_EQ(run(last).row.state, GS_STATE_CLOSED);
}

CONFORMANCE_SUITE(UnreadableTest);

} // namespace
} // namespace conformance
