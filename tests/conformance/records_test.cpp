// records_test.cpp - what records keep, how they are read, and that their notice has gone out.
#include "storage_test.h"

namespace conformance {
namespace {

class RecordsTest : public StorageTest {
  protected:
    gs_id put_record(const std::string &job_id) {
        PutItem item;
        item.id = job_id;
        if (has_job(job_id)) item = PutItem(job(job_id));
        item.record = record(no_time, no_time);
        item.record->job_id = job_id;
        put(item);
        return item.record->id;
    }
};

TEST_P(RecordsTest, ARecordKeepsWhatItWasTold) {
    PutItem item;
    item.record = record(now() - hour, now() - minute);
    item.record->kind = GS_RECORD_SKIPPED;
    item.record->reason = GS_REASON_OVERLAP;
    item.record->count = -1;
    item.record->run = new_id();
    item.record->wake_at = now() + second;
    item.record->detail = "beside another";
    const std::int64_t before = now();
    put(item);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    const SeenRecord &seen = records[0];
    EXPECT_TRUE(seen.row.id == item.record->id);
    EXPECT_EQ(seen.job_id, "job");
    EXPECT_EQ(seen.row.kind, GS_RECORD_SKIPPED);
    EXPECT_EQ(seen.row.reason, GS_REASON_OVERLAP);
    EXPECT_EQ(seen.row.first_due, item.record->first_due);
    EXPECT_EQ(seen.row.last_due, item.record->last_due);
    EXPECT_EQ(seen.row.count, -1);
    EXPECT_TRUE(seen.row.run == item.record->run);
    EXPECT_EQ(seen.row.wake_at, item.record->wake_at);
    EXPECT_EQ(seen.row.announced, 0);
    EXPECT_EQ(seen.detail, "beside another");
    EXPECT_GE(seen.row.at, before) << "the store says when";
    EXPECT_EQ(seen.by_instance, "alpha") << "and who";
    EXPECT_TRUE(seen.row.by_incarnation == replica().incarnation());
}

TEST_P(RecordsTest, RecordsComeNewestFirst) {
    const gs_id first = put_record("a");
    const gs_id other = put_record("b");
    const gs_id last = put_record("a");
    const auto all = replica().records("", 10);
    EXPECT_TRUE(all->order == (std::vector<gs_id>{last, other, first}));
    EXPECT_TRUE(replica().records("a", 10)->order == (std::vector<gs_id>{last, first}));
    EXPECT_TRUE(replica().records("a", 1)->order == std::vector<gs_id>{last});
    EXPECT_TRUE(replica().records("a", 1, last)->order == std::vector<gs_id>{first});
    EXPECT_TRUE(replica().records("", 10, other)->order == std::vector<gs_id>{first});
}

TEST_P(RecordsTest, ByTheInstantsThatTheyCover) {
    const std::int64_t from = now() - hour;
    const auto put_covering = [&](const std::string &job_id, std::int64_t first_due, std::int64_t last_due) {
        PutItem item;
        item.id = job_id;
        if (has_job(job_id)) item = PutItem(job(job_id));
        item.record = record(first_due, last_due);
        item.record->job_id = job_id;
        put(item);
        return item.record->id;
    };
    const gs_id one = put_covering("a", from, from);
    const gs_id many = put_covering("a", from, from + minute);
    const gs_id other = put_covering("b", from - minute, from);
    const gs_id epoch = put_covering("b", -1, 1);
    put_covering("a", no_time, no_time);
    using Ids = std::vector<gs_id>;
    EXPECT_TRUE(replica().records_covering("a", from)->order == (Ids{many, one}));
    EXPECT_TRUE(replica().records_covering("a", from + minute)->order == Ids{many}) << "the last is among them";
    EXPECT_TRUE(replica().records_covering("a", from + minute + 1)->order.empty());
    EXPECT_TRUE(replica().records_covering("a", from - 1)->order.empty());
    EXPECT_TRUE(replica().records_covering("", from)->order == (Ids{other, many, one}));
    EXPECT_TRUE(replica().records_covering("b", 0)->order == Ids{epoch}) << "1970 is an instant like any other";
}

TEST_P(RecordsTest, EventsAlone) {
    const auto put_of_kind = [&](std::int32_t kind) {
        PutItem item;
        if (has_job()) item = PutItem(job());
        item.record = record(no_time, no_time);
        item.record->kind = kind;
        put(item);
        return item.record->id;
    };
    const gs_id first = put_of_kind(GS_RECORD_EVENT);
    put_of_kind(GS_RECORD_SKIPPED);
    const gs_id last = put_of_kind(GS_RECORD_EVENT);
    put_of_kind(GS_RECORD_MISSED);
    EXPECT_TRUE(replica().events("job", 10)->order == (std::vector<gs_id>{last, first}));
    EXPECT_TRUE(replica().events("job", 1)->order == std::vector<gs_id>{last});
    EXPECT_TRUE(replica().events("other", 10)->order.empty());
}

TEST_P(RecordsTest, AnnouncingIsWritten) {
    const gs_id id = put_record("job");
    EXPECT_EQ(replica().records_announced({id})->outcome(), GS_ITEM_DONE);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].row.announced, 1);
    EXPECT_EQ(records[0].row.wake_at, no_time);
}

TEST_P(RecordsTest, AnnouncingAgainIsAlreadyAndNoSuchRecordIsGone) {
    const gs_id id = put_record("job");
    const auto answer = replica().records_announced({id, new_id(), id});
    ASSERT_EQ(answer->items.size(), 3U);
    EXPECT_EQ(answer->items[0].result.outcome, GS_ITEM_DONE);
    EXPECT_EQ(answer->items[1].result.outcome, GS_ITEM_GONE);
    EXPECT_EQ(answer->items[2].result.outcome, GS_ITEM_ALREADY);
}

CONFORMANCE_SUITE(RecordsTest);

} // namespace
} // namespace conformance
