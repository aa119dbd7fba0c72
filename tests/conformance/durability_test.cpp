// durability_test.cpp - what was answered GS_OK is there after the storage was closed and opened again.
#include "storage_test.h"

namespace conformance {
namespace {

class DurabilityTest : public StorageTest {};

TEST_P(DurabilityTest, EverythingIsThereAfterReopening) {
    PutItem item;
    item.payload = "do it";
    item.record = record(no_time, no_time);
    const SeenJob of = put(item);
    const gs_id waiting = waiting_run(of, now() + hour);
    const gs_id closed = closed_run(of, GS_OUTCOME_SUCCEEDED);
    const SeenJob before = job();
    if (!host().reopen()) GTEST_SKIP() << "this storage is not durable";

    EXPECT_EQ(job().row.version, before.row.version);
    EXPECT_EQ(job().payload, "do it");
    EXPECT_EQ(run(waiting).row.state, GS_STATE_WAITING);
    EXPECT_EQ(run(closed).row.outcome, GS_OUTCOME_SUCCEEDED);
    EXPECT_EQ(replica().records("job", 10)->records.size(), 1U);
    EXPECT_EQ(replica().replicas()->replicas.size(), 1U);
    EXPECT_EQ(replica().beat()->outcome(), GS_ITEM_DONE) << "the incarnation is alive still";
}

TEST_P(DurabilityTest, VersionsGoOnAfterReopening) {
    const SeenJob first = put(PutItem());
    if (!host().reopen()) GTEST_SKIP() << "this storage is not durable";
    ASSERT_EQ(replica().remove("job", first.row.version)->outcome(), GS_ITEM_DONE);
    host().reopen();
    EXPECT_GT(put(PutItem()).row.version, first.row.version);
}

TEST_P(DurabilityTest, AnAnswerThatWasLostIsKnownAfterReopening) {
    const SeenJob seen = due_job();
    const ClaimItem claim(seen, new_id(), seen.row.next_fire);
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    if (!host().reopen()) GTEST_SKIP() << "this storage is not durable";
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(job().row.fires, 1);
}

CONFORMANCE_SUITE(DurabilityTest);

} // namespace
} // namespace conformance
