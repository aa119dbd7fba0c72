// pass_test.cpp - pass: leaving instants behind with a record, or only looking again later.
#include "storage_test.h"

namespace conformance {
namespace {

class PassTest : public StorageTest {
  protected:
    PassItem pass_of(const SeenJob &seen) {
        PassItem item;
        item.job_id = seen.id;
        item.version = seen.row.version;
        item.next_fire = now() + hour;
        item.fire_at = now() + hour + second;
        item.look_at = now() + hour + minute;
        return item;
    }
};

TEST_P(PassTest, WithARecordTheJobAdvances) {
    const SeenJob before = due_job();
    PassItem item = pass_of(before);
    item.record = record(before.row.next_fire, now() - second);
    const auto answer = replica().pass(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob after = job();
    EXPECT_EQ(after.row.next_fire, item.next_fire);
    EXPECT_EQ(after.row.fire_at, item.fire_at);
    EXPECT_EQ(after.row.look_at, item.look_at);
    EXPECT_EQ(after.row.cursor, item.record->last_due);
    EXPECT_EQ(after.row.version, answer->item().result.version);
    EXPECT_GT(after.row.version, before.row.version);
    EXPECT_EQ(after.row.fires, 0);
    EXPECT_EQ(after.row.last_fired_at, no_time);
    EXPECT_EQ(replica().records("job", 10)->records.size(), 1U);
}

TEST_P(PassTest, WithoutOnlyTheLookIsLater) {
    const SeenJob before = due_job();
    const PassItem item = pass_of(before);
    const auto answer = replica().pass(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob after = job();
    EXPECT_EQ(after.row.look_at, item.look_at);
    EXPECT_EQ(after.row.next_fire, before.row.next_fire);
    EXPECT_EQ(after.row.fire_at, before.row.fire_at);
    EXPECT_EQ(after.row.cursor, before.row.cursor);
    EXPECT_EQ(after.row.version, answer->item().result.version);
    EXPECT_GT(after.row.version, before.row.version);
}

TEST_P(PassTest, ARecordBeyondTheStoresClockIsEarly) {
    const SeenJob before = due_job();
    PassItem item = pass_of(before);
    item.record = record(before.row.next_fire, now() + hour);
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_EARLY);
    EXPECT_EQ(job().row.version, before.row.version);
    EXPECT_TRUE(replica().records("", 10)->records.empty());
}

TEST_P(PassTest, SentAgainItIsAlreadyByItsRecord) {
    const SeenJob before = due_job();
    PassItem item = pass_of(before);
    item.record = record(before.row.next_fire, before.row.next_fire);
    ASSERT_EQ(replica().pass(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(replica().records("", 10)->records.size(), 1U);
}

TEST_P(PassTest, AnotherVersionConflicts) {
    PassItem item = pass_of(due_job());
    item.version += 1;
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_CONFLICT);
}

TEST_P(PassTest, NoSuchJobIsGone) {
    PassItem item = pass_of(due_job());
    item.job_id = "nobody";
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_GONE);
}

TEST_P(PassTest, AClaimInBetweenWins) {
    const SeenJob seen = due_job();
    ASSERT_EQ(replica().claim(ClaimItem(seen, new_id(), seen.row.next_fire))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().pass(pass_of(seen))->outcome(), GS_ITEM_CONFLICT) << "or it would overwrite a wake-up";
}

CONFORMANCE_SUITE(PassTest);

} // namespace
} // namespace conformance
