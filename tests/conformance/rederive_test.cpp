// rederive_test.cpp - pass with rederive: the times of a job are written anew, and nothing is passed.
#include "storage_test.h"

namespace conformance {
namespace {

class RederiveTest : public StorageTest {
  protected:
    SeenJob coming_job() {
        PutItem item;
        item.tzdata_version = "2026a";
        item.row.next_fire = item.row.fire_at = item.row.look_at = now() + hour;
        item.row.cursor = now() - hour;
        return put(item);
    }

    PassItem rederived(const SeenJob &seen) {
        PassItem item;
        item.job_id = seen.id;
        item.version = seen.row.version;
        item.rederive = true;
        item.next_fire = now() + 2 * hour;
        item.fire_at = now() + 2 * hour + second;
        item.look_at = now() + 2 * hour + minute;
        item.tzdata_version = "2026b";
        return item;
    }

    RecordItem event() {
        RecordItem item = record(no_time, no_time);
        item.kind = GS_RECORD_EVENT;
        item.reason = GS_REASON_REDERIVED;
        item.detail = "the next fire moved";
        return item;
    }
};

TEST_P(RederiveTest, TheTimesAreWrittenAndTheCursorStays) {
    const SeenJob before = coming_job();
    PassItem item = rederived(before);
    item.record = event();
    const auto answer = replica().pass(item);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob after = job();
    EXPECT_EQ(after.row.next_fire, item.next_fire);
    EXPECT_EQ(after.row.fire_at, item.fire_at);
    EXPECT_EQ(after.row.look_at, item.look_at);
    EXPECT_EQ(after.tzdata_version, "2026b");
    EXPECT_EQ(after.row.cursor, before.row.cursor);
    EXPECT_EQ(after.row.revision, before.row.revision);
    EXPECT_EQ(after.row.generation, before.row.generation);
    EXPECT_EQ(after.row.version, answer->item().result.version);
    EXPECT_GT(after.row.version, before.row.version);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].row.reason, GS_REASON_REDERIVED);
    EXPECT_EQ(records[0].row.generation, before.row.generation);
    EXPECT_EQ(records[0].detail, "the next fire moved");
}

TEST_P(RederiveTest, NothingHasToBeOnRecord) {
    const SeenJob before = coming_job();
    ASSERT_EQ(replica().pass(rederived(before))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().tzdata_version, "2026b");
    EXPECT_TRUE(replica().records("job", 10)->records.empty());
}

TEST_P(RederiveTest, AJobMayLoseItsTimesAndGetThemBack) {
    PassItem item = rederived(coming_job());
    item.next_fire = item.fire_at = item.look_at = no_time;
    ASSERT_EQ(replica().pass(item)->outcome(), GS_ITEM_DONE);
    const SeenJob without = job();
    EXPECT_EQ(without.row.next_fire, no_time);
    EXPECT_EQ(without.row.look_at, no_time);
    ASSERT_EQ(replica().pass(rederived(without))->outcome(), GS_ITEM_DONE);
    EXPECT_NE(job().row.next_fire, no_time);
}

TEST_P(RederiveTest, AJobThatIsDueIsLeftToItsLook) {
    const SeenJob before = due_job();
    PassItem item = rederived(before);
    item.record = event();
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_STALE);
    EXPECT_EQ(job().row.next_fire, before.row.next_fire);
    EXPECT_EQ(job().row.version, before.row.version);
    EXPECT_TRUE(replica().records("job", 10)->records.empty());
}

TEST_P(RederiveTest, OneThatSomebodyHasWrittenMeanwhileIsLeftAlone) {
    const SeenJob before = coming_job();
    PutItem edit(before);
    edit.name = "edited";
    put(edit);
    EXPECT_EQ(replica().pass(rederived(before))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().tzdata_version, "2026a");
    PassItem missing = rederived(before);
    missing.job_id = "none";
    EXPECT_EQ(replica().pass(missing)->outcome(), GS_ITEM_GONE);
}

TEST_P(RederiveTest, SentAgainItIsThereAlready) {
    PassItem item = rederived(coming_job());
    item.record = event();
    ASSERT_EQ(replica().pass(item)->outcome(), GS_ITEM_DONE);
    const std::int64_t version = job().row.version;
    EXPECT_EQ(replica().pass(item)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(job().row.version, version);
    EXPECT_EQ(replica().records("job", 10)->records.size(), 1U);
}

CONFORMANCE_SUITE(RederiveTest);

} // namespace
} // namespace conformance
