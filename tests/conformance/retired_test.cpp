// retired_test.cpp - whoever is retired, or never joined, writes nothing (invariant 9: whoever lost its lease can
// complete nothing).
#include "storage_test.h"

namespace conformance {
namespace {

class RetiredTest : public StorageTest {
  protected:
    // Tries every write and expects each to be refused and to leave no trace.
    void expect_refused(const Replica &who, gs_id running, gs_id waiting, const RecordItem &told) {
        const SeenJob before = job();
        expect_job_writes_refused(who, before);
        expect_run_writes_refused(who, running, waiting, told);
        EXPECT_EQ(job().row.version, before.row.version);
        EXPECT_EQ(run(running).row.state, GS_STATE_RUNNING);
        EXPECT_EQ(run(running).row.cancel_requested, 0);
        EXPECT_EQ(run(waiting).row.epoch, 1);
    }

  private:
    void expect_job_writes_refused(const Replica &who, const SeenJob &before) {
        EXPECT_EQ(who.beat()->outcome(), GS_ITEM_REFUSED);
        PutItem edit(before);
        edit.name = "written by the refused";
        EXPECT_EQ(who.put(edit)->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.remove("job", before.row.version)->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.disable("job", before.row.version, "no", record(no_time, no_time))->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.claim(ClaimItem(before, new_id(), now() - second))->outcome(), GS_ITEM_REFUSED);
        PassItem pass;
        pass.version = before.row.version;
        EXPECT_EQ(who.pass(pass)->outcome(), GS_ITEM_REFUSED);
    }

    void expect_run_writes_refused(const Replica &who, gs_id running, gs_id waiting, const RecordItem &told) {
        EXPECT_EQ(who.begin(waiting, 1, true)->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.update(to_closed(running, GS_OUTCOME_SUCCEEDED))->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.ask_cancel(running)->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(who.records_announced({told.id})->outcome(), GS_ITEM_REFUSED);
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        purged.removed = 7;
        EXPECT_EQ(who.purge(purge_by_count(1), purged)->outcome(), GS_ITEM_REFUSED);
        EXPECT_EQ(purged.removed, 0);
    }
};

TEST_P(RetiredTest, EveryWriteOfARetiredOneIsRefused) {
    PutItem item;
    item.definition.max_active = 100;
    item.record = record(no_time, no_time);
    const SeenJob seen = put(item);
    const gs_id running = running_run(seen);
    const gs_id waiting = waiting_run(seen, now() + hour);
    const Replica second = successor_of(replica());
    expect_refused(replica(), running, waiting, *item.record);
}

TEST_P(RetiredTest, EveryWriteOfOneThatNeverJoinedIsRefused) {
    PutItem item;
    item.definition.max_active = 100;
    item.record = record(no_time, no_time);
    const SeenJob seen = put(item);
    const gs_id running = running_run(seen);
    const gs_id waiting = waiting_run(seen, now() + hour);
    expect_refused(newcomer("gamma"), running, waiting, *item.record);
}

TEST_P(RetiredTest, EachItemOfABatchIsRefused) {
    const SeenJob first = due_job("first");
    const SeenJob second_job = due_job("second");
    successor_of(replica());
    const auto answer =
        replica().claim({ClaimItem(first, new_id(), now() - second), ClaimItem(second_job, new_id(), now() - second)});
    ASSERT_EQ(answer->status, GS_OK);
    ASSERT_EQ(answer->items.size(), 2U);
    EXPECT_EQ(answer->items[0].result.outcome, GS_ITEM_REFUSED);
    EXPECT_EQ(answer->items[1].result.outcome, GS_ITEM_REFUSED);
}

TEST_P(RetiredTest, ReadsAreForEverybody) {
    put(PutItem());
    successor_of(replica());
    EXPECT_EQ(replica().get_job("job")->jobs.size(), 1U);
    EXPECT_EQ(newcomer("gamma").jobs("", 10)->jobs.size(), 1U);
}

CONFORMANCE_SUITE(RetiredTest);

} // namespace
} // namespace conformance
