// put_test.cpp - put_job: insertion and replacement by compare-and-swap.
#include "storage_test.h"

namespace conformance {
namespace {

class PutTest : public StorageTest {};

TEST_P(PutTest, ANewJobGetsItsGenerationFromItsVersion) {
    const auto answer = replica().put(PutItem());
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob seen = job();
    EXPECT_GT(seen.row.version, 0);
    EXPECT_EQ(seen.row.version, answer->item().result.version);
    EXPECT_EQ(seen.row.generation, seen.row.version);
    EXPECT_EQ(seen.row.readable, 1);
}

TEST_P(PutTest, CountersOfANewJobAreTheStores) {
    PutItem item;
    item.row.fires = 7;
    item.row.succeeded = 8;
    item.row.failed = 9;
    item.row.last_fired_at = 10;
    item.row.last_outcome = GS_OUTCOME_FAILED;
    item.row.failures_in_row = 3;
    const std::int64_t before = now();
    const SeenJob seen = put(item);
    EXPECT_EQ(seen.row.fires, 0);
    EXPECT_EQ(seen.row.succeeded, 0);
    EXPECT_EQ(seen.row.failed, 0);
    EXPECT_EQ(seen.row.last_fired_at, no_time);
    EXPECT_EQ(seen.row.last_outcome, GS_OUTCOME_NONE);
    EXPECT_EQ(seen.row.failures_in_row, 3) << "failures_in_row is the writer's";
    EXPECT_GE(seen.row.created_at, before);
    EXPECT_EQ(seen.row.updated_at, seen.row.created_at);
}

TEST_P(PutTest, AnInsertionBesideAJobOfThatIdConflicts) {
    put(PutItem());
    PutItem second;
    second.name = "second";
    second.row.writer = new_id();
    EXPECT_EQ(replica().put(second)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().name, "");
}

TEST_P(PutTest, AReplacementNamesTheVersionThatItRead) {
    const SeenJob first = put(PutItem());
    PutItem edit(first);
    edit.name = "edited";
    const SeenJob edited = put(edit);
    EXPECT_EQ(edited.name, "edited");
    EXPECT_GT(edited.row.version, first.row.version);
    EXPECT_EQ(edited.row.generation, first.row.generation);
    EXPECT_EQ(edited.row.created_at, first.row.created_at);

    edit.row.writer = new_id(); // still names the first version
    edit.name = "too late";
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().name, "edited");
}

TEST_P(PutTest, AReplacementOfNothingConflicts) {
    PutItem item;
    item.expected_version = 5;
    EXPECT_EQ(replica().put(item)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_FALSE(has_job());
}

TEST_P(PutTest, SentAgainItIsAlreadyByItsWriter) {
    PutItem item;
    item.row.writer = new_id();
    const std::int64_t version = replica().put(item)->item().result.version;
    const auto again = replica().put(item);
    EXPECT_EQ(again->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(again->item().result.version, version);
    EXPECT_EQ(job().row.version, version);
}

TEST_P(PutTest, SentAgainAfterAnothersEditItConflicts) {
    PutItem item;
    item.row.writer = new_id();
    ASSERT_EQ(replica().put(item)->outcome(), GS_ITEM_DONE);
    PutItem edit(job());
    edit.name = "edited";
    put(edit);
    EXPECT_EQ(replica().put(item)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().name, "edited");
}

TEST_P(PutTest, CountersStayAtAReplacement) {
    const SeenJob first = due_job();
    closed_run(first, GS_OUTCOME_FAILED);
    PutItem edit(job());
    edit.row.fires = 0;
    edit.row.failed = 0;
    edit.row.last_fired_at = no_time;
    edit.row.last_outcome = GS_OUTCOME_NONE;
    edit.row.failures_in_row = 0; // a resume
    const SeenJob after = put(edit);
    EXPECT_EQ(after.row.fires, 1);
    EXPECT_EQ(after.row.failed, 1);
    EXPECT_NE(after.row.last_fired_at, no_time);
    EXPECT_EQ(after.row.last_outcome, GS_OUTCOME_FAILED);
    EXPECT_EQ(after.row.failures_in_row, 0);
}

TEST_P(PutTest, VersionsNeverComeBack) {
    const SeenJob first = put(PutItem());
    ASSERT_EQ(replica().remove("job", first.row.version)->outcome(), GS_ITEM_DONE);
    const SeenJob second = put(PutItem());
    EXPECT_GT(second.row.version, first.row.version);
    EXPECT_GT(second.row.generation, first.row.generation);
    PutItem edit(first); // names the version of the job that was removed
    edit.row.writer = new_id();
    EXPECT_EQ(replica().put(edit)->outcome(), GS_ITEM_CONFLICT);
}

TEST_P(PutTest, VersionsAreOfTheWholeStore) {
    PutItem other;
    other.id = "other";
    EXPECT_NE(put(PutItem()).row.version, put(other).row.version);
}

TEST_P(PutTest, ItemsOfOneCallSeeTheOnesBefore) {
    PutItem first;
    first.row.writer = new_id();
    PutItem second = first;
    second.row.writer = new_id();
    PutItem third;
    third.id = "third";
    const auto answer = replica().put({first, second, third});
    ASSERT_EQ(answer->status, GS_OK);
    ASSERT_EQ(answer->items.size(), 3U);
    EXPECT_EQ(answer->items[0].result.outcome, GS_ITEM_DONE);
    EXPECT_EQ(answer->items[1].result.outcome, GS_ITEM_CONFLICT);
    EXPECT_EQ(answer->items[2].result.outcome, GS_ITEM_DONE) << "a refused item hinders no other";
}

TEST_P(PutTest, TheRecordIsOfTheNewJobsGeneration) {
    PutItem item;
    item.record = record(no_time, no_time);
    item.record->kind = GS_RECORD_EVENT;
    item.record->reason = GS_REASON_EDITED;
    const SeenJob seen = put(item);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].row.generation, seen.row.generation);
}

TEST_P(PutTest, ARefusedPutLeavesNoRecord) {
    put(PutItem());
    PutItem item;
    item.row.writer = new_id();
    item.record = record(no_time, no_time);
    ASSERT_EQ(replica().put(item)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_TRUE(replica().records("", 10)->records.empty());
}

CONFORMANCE_SUITE(PutTest);

} // namespace
} // namespace conformance
