// disable_test.cpp - disable_job: pausing by the scheduler, with a record.
#include "storage_test.h"

namespace conformance {
namespace {

class DisableTest : public StorageTest {};

TEST_P(DisableTest, TheJobIsPausedAndSaysWhy) {
    const SeenJob before = due_job();
    RecordItem event = record(no_time, no_time);
    event.kind = GS_RECORD_EVENT;
    event.reason = GS_REASON_FAILURES;
    const auto answer = replica().disable("job", before.row.version, "five failures in a row", event);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob after = job();
    EXPECT_EQ(after.row.disabled, 1);
    EXPECT_EQ(after.numbers.paused, 1);
    EXPECT_EQ(after.pause_reason, "five failures in a row");
    EXPECT_EQ(after.row.fire_at, no_time);
    EXPECT_EQ(after.row.look_at, no_time);
    EXPECT_EQ(after.row.next_fire, before.row.next_fire);
    EXPECT_EQ(after.row.version, answer->item().result.version);
    EXPECT_GT(after.row.version, before.row.version);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].row.reason, GS_REASON_FAILURES);
    EXPECT_EQ(records[0].row.generation, before.row.generation);
}

TEST_P(DisableTest, AnotherVersionConflicts) {
    const SeenJob seen = put(PutItem());
    EXPECT_EQ(replica().disable("job", seen.row.version + 1, "no", record(no_time, no_time))->outcome(),
              GS_ITEM_CONFLICT);
    EXPECT_EQ(job().row.disabled, 0);
    EXPECT_TRUE(replica().records("", 10)->records.empty());
}

TEST_P(DisableTest, SentAgainItIsAlreadyByItsRecord) {
    const SeenJob seen = put(PutItem());
    const RecordItem event = record(no_time, no_time);
    ASSERT_EQ(replica().disable("job", seen.row.version, "enough", event)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().disable("job", seen.row.version, "enough", event)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(replica().records("", 10)->records.size(), 1U);
}

TEST_P(DisableTest, NoSuchJobIsGone) {
    EXPECT_EQ(replica().disable("nobody", 1, "enough", record(no_time, no_time))->outcome(), GS_ITEM_GONE);
}

CONFORMANCE_SUITE(DisableTest);

} // namespace
} // namespace conformance
