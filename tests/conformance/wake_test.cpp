// wake_test.cpp - who has to be looked at: waiting runs, and runs and records whose notice has not gone out.
#include "storage_test.h"

namespace conformance {
namespace {

class WakeTest : public StorageTest {
  protected:
    std::vector<gs_id> woken(std::int64_t until, std::uint32_t limit = 10, std::int64_t after = no_time,
                             gs_id after_id = no_id) {
        const auto answer = replica().wake_runs(until, limit, after, after_id);
        EXPECT_EQ(answer->status, GS_OK);
        return answer->order;
    }

    gs_id put_record(std::int64_t wake_at) {
        PutItem item;
        item.id = "of-record-" + std::to_string(++records_);
        item.record = record(no_time, no_time);
        item.record->wake_at = wake_at;
        put(item);
        return item.record->id;
    }

    using Ids = std::vector<gs_id>;

  private:
    int records_ = 0;
};

TEST_P(WakeTest, RunsAndRecordsShareOneOrder) {
    const SeenJob of = due_job();
    const std::int64_t at = now() + hour;
    const gs_id first_record = put_record(at);
    const gs_id late_run = waiting_run(of, at + 2);
    const gs_id run = waiting_run(of, at);
    const gs_id early_record = put_record(at - 1);
    const gs_id last_record = put_record(at);
    EXPECT_TRUE(woken(at + 2) == (Ids{early_record, first_record, run, last_record, late_run}));
    EXPECT_TRUE(woken(at + 1) == (Ids{early_record, first_record, run, last_record}));
    EXPECT_TRUE(woken(at + 2, 2) == (Ids{early_record, first_record}));
    EXPECT_TRUE(woken(at + 2, 2, at, first_record) == (Ids{run, last_record}));
    EXPECT_TRUE(woken(at + 2, 2, at, last_record) == Ids{late_run});
    EXPECT_TRUE(woken(at + 2, 2, at + 2, late_run).empty());
}

TEST_P(WakeTest, RunsThatAreGoingSleep) {
    const SeenJob of = due_job();
    claimed_run(of);
    running_run(of);
    closed_run(of, GS_OUTCOME_SUCCEEDED);
    EXPECT_TRUE(woken(now() + hour).empty());
}

TEST_P(WakeTest, AClosedRunThatIsNotAnnouncedWakes) {
    const gs_id id = closed_run(due_job(), GS_OUTCOME_FAILED, 0);
    const auto answer = replica().wake_runs(now(), 10);
    ASSERT_EQ(answer->runs.size(), 1U);
    EXPECT_TRUE(answer->runs[0].row.id == id);
    EXPECT_EQ(answer->runs[0].row.outcome, GS_OUTCOME_FAILED);
}

TEST_P(WakeTest, ARunThatBeginsSleepsAgain) {
    const gs_id id = waiting_run(due_job(), now());
    ASSERT_EQ(replica().begin(id, 1, true)->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(woken(now() + hour).empty());
}

TEST_P(WakeTest, AnAnnouncedRecordSleeps) {
    const gs_id id = put_record(now());
    ASSERT_TRUE(woken(now()) == Ids{id});
    ASSERT_EQ(replica().records_announced({id})->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(woken(now() + hour).empty());
}

CONFORMANCE_SUITE(WakeTest);

} // namespace
} // namespace conformance
