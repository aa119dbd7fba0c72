// stale_test.cpp - a write that moves a due next_fire has to say what became of it.
#include "storage_test.h"

namespace conformance {
namespace {

class StaleTest : public StorageTest {
  protected:
    // An edit that moves the next fire an hour ahead.
    PutItem moving_edit(const SeenJob &job) {
        PutItem edit(job);
        edit.row.next_fire = now() + hour;
        edit.row.writer = new_id();
        return edit;
    }
};

TEST_P(StaleTest, MovingADueInstantWithoutARecordIsStale) {
    const SeenJob due = due_job();
    EXPECT_EQ(replica().put(moving_edit(due))->outcome(), GS_ITEM_STALE);
    EXPECT_EQ(job().row.version, due.row.version);
}

TEST_P(StaleTest, ARecordThatEndsBeforeOrBeginsBehindDoesNotCover) {
    const SeenJob due = due_job();
    PutItem edit = moving_edit(due);
    edit.record = record(due.row.next_fire - minute, due.row.next_fire - 1);
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_STALE);
    edit.record = record(due.row.next_fire + 1, due.row.next_fire + minute);
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_STALE);
    EXPECT_TRUE(replica().records("", 10)->records.empty());
}

TEST_P(StaleTest, ARecordFromTheDueInstantOnCovers) {
    const SeenJob due = due_job();
    PutItem edit = moving_edit(due);
    edit.record = record(due.row.next_fire, due.row.next_fire);
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().records("job", 10)->records.size(), 1U);
}

TEST_P(StaleTest, AWriteThatKeepsTheDueInstantIsNeverStale) {
    PutItem edit(due_job());
    edit.name = "edited";
    edit.row.writer = new_id();
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_DONE);
}

TEST_P(StaleTest, MovingAnInstantThatIsStillToComeIsNotStale) {
    PutItem item;
    item.row.next_fire = now() + minute;
    EXPECT_EQ(replica().put(moving_edit(put(item)))->outcome(), GS_ITEM_DONE);
}

TEST_P(StaleTest, RemovingAJobThatIsDueWithoutARecordIsStale) {
    const SeenJob due = due_job();
    EXPECT_EQ(replica().remove("job", due.row.version)->outcome(), GS_ITEM_STALE);
    EXPECT_TRUE(has_job());
    const RecordItem covering = record(due.row.next_fire, now());
    EXPECT_EQ(replica().remove("job", due.row.version, &covering)->outcome(), GS_ITEM_DONE);
}

TEST_P(StaleTest, TheStoresClockDecidesWhatIsDue) {
    const std::int64_t noon = 1'800'000'000 * second;
    if (!host().set_clock(noon)) GTEST_SKIP() << "this storage's clock cannot be set";
    PutItem item;
    item.row.next_fire = noon + 1;
    const SeenJob seen = put(item);
    const PutItem edit = moving_edit(seen);
    host().set_clock(noon + 1);
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_STALE);
    host().set_clock(noon);
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_DONE);
}

CONFORMANCE_SUITE(StaleTest);

} // namespace
} // namespace conformance
