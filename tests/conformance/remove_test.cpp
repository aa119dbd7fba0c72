// remove_test.cpp - remove_job: the row goes, the history stays.
#include "storage_test.h"

namespace conformance {
namespace {

class RemoveTest : public StorageTest {};

TEST_P(RemoveTest, TheRowIsGoneAndTheHistoryStays) {
    const SeenJob seen = due_job();
    const gs_id ran = closed_run(seen, GS_OUTCOME_SUCCEEDED);
    RecordItem removal = record(now() - hour, now() + hour);
    removal.reason = GS_REASON_REMOVED;
    const auto answer = replica().remove("job", job().row.version, &removal);
    EXPECT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_FALSE(has_job());
    EXPECT_EQ(run(ran).job_id, "job");
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].row.reason, GS_REASON_REMOVED);
    EXPECT_EQ(records[0].row.generation, seen.row.generation);
}

TEST_P(RemoveTest, AnotherVersionConflicts) {
    const SeenJob seen = put(PutItem());
    EXPECT_EQ(replica().remove("job", seen.row.version + 1)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_TRUE(has_job());
}

TEST_P(RemoveTest, NoSuchJobIsGone) {
    EXPECT_EQ(replica().remove("nobody", 1)->outcome(), GS_ITEM_GONE);
}

TEST_P(RemoveTest, SentAgainItIsGone) {
    const SeenJob seen = put(PutItem());
    ASSERT_EQ(replica().remove("job", seen.row.version)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().remove("job", seen.row.version)->outcome(), GS_ITEM_GONE);
}

TEST_P(RemoveTest, TheNextJobOfThatIdIsNotItsHeir) {
    PutItem item;
    item.payload = "old";
    const SeenJob old = put(item);
    const gs_id running = running_run(old);
    const RecordItem covering = record(now() - hour, now() + hour);
    ASSERT_EQ(replica().remove("job", job().row.version, &covering)->outcome(), GS_ITEM_DONE);
    const SeenJob heir = put(PutItem());
    EXPECT_EQ(heir.payload, "");
    ASSERT_EQ(replica().update(to_closed(running, GS_OUTCOME_FAILED))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.failed, 0) << "the run is of another generation";
    EXPECT_EQ(job().row.version, heir.row.version);
}

CONFORMANCE_SUITE(RemoveTest);

} // namespace
} // namespace conformance
