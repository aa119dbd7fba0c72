// outcomes_test.cpp - calls of many items, of the writes that batches_test.cpp leaves out: each item has its own
// outcome, sees the ones before it, and leaves no trace when it is refused.
#include "storage_test.h"

#include <string>
#include <vector>

namespace conformance {
namespace {

using Outcomes = std::vector<std::int32_t>;

class OutcomesTest : public StorageTest {
  protected:
    static Outcomes outcomes(const Answer &answer) {
        EXPECT_EQ(answer->status, GS_OK) << answer->error.text;
        Outcomes all;
        for (const SeenItem &item : answer->items) all.push_back(item.result.outcome);
        return all;
    }
    std::size_t records_of(const std::string &id) const { return replica().records(id, 10)->records.size(); }
};

TEST_P(OutcomesTest, Puts) {
    const SeenJob there = put(PutItem());
    std::vector<PutItem> items(5);
    items[0].id = "first";
    items[1].id = "job"; // as if there were none
    items[1].record = record(no_time, no_time);
    items[2] = PutItem(there);
    items[2].name = "edited";
    items[3] = PutItem(there); // the version before that edit
    items[4].id = "last";
    for (PutItem &item : items) item.row.writer = new_id();
    EXPECT_EQ(outcomes(replica().put(items)),
              (Outcomes{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_DONE}));
    EXPECT_EQ(job().name, "edited");
    EXPECT_EQ(records_of("job"), 0U);
    EXPECT_TRUE(has_job("first") && has_job("last"));
    EXPECT_EQ(outcomes(replica().put(items)),
              (Outcomes{GS_ITEM_ALREADY, GS_ITEM_CONFLICT, GS_ITEM_ALREADY, GS_ITEM_CONFLICT, GS_ITEM_ALREADY}));
}

TEST_P(OutcomesTest, Removals) {
    std::vector<std::string> ids{"a", "b", "c", "nobody"};
    std::vector<gs_remove_job> items;
    for (const std::string &id : ids) {
        std::int64_t version = 1;
        if (id != "nobody") {
            PutItem item;
            item.id = id;
            version = put(item).row.version;
        }
        items.push_back({sizeof(gs_remove_job), 0, borrow(id), version, nullptr});
    }
    items[1].version -= 1;
    items.push_back(items[0]); // gone by the first
    EXPECT_EQ(outcomes(replica().remove(items)),
              (Outcomes{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_DONE, GS_ITEM_GONE, GS_ITEM_GONE}));
    EXPECT_TRUE(!has_job("a") && has_job("b") && !has_job("c"));
}

TEST_P(OutcomesTest, Disablings) {
    std::vector<std::string> ids{"a", "b", "nobody", "c"};
    const std::string reason = "it cannot be read";
    std::vector<gs_record> records;
    for (const std::string &id : ids) {
        RecordItem item = record(no_time, no_time);
        item.kind = GS_RECORD_EVENT;
        item.reason = GS_REASON_UNREADABLE;
        records.push_back(item.borrowed());
        records.back().job_id = borrow(id);
    }
    std::vector<gs_disable_job> items;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::int64_t version = 1;
        if (ids[i] != "nobody") version = due_job(ids[i]).row.version;
        items.push_back({sizeof(gs_disable_job), 0, borrow(ids[i]), version, borrow(reason), &records[i]});
    }
    items[1].version -= 1;
    EXPECT_EQ(outcomes(replica().disable(items)),
              (Outcomes{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_GONE, GS_ITEM_DONE}));
    EXPECT_EQ(job("a").row.disabled + job("b").row.disabled + job("c").row.disabled, 2);
    EXPECT_EQ(records_of("b"), 0U);
    EXPECT_EQ(outcomes(replica().disable(items)),
              (Outcomes{GS_ITEM_ALREADY, GS_ITEM_CONFLICT, GS_ITEM_GONE, GS_ITEM_ALREADY}));
}

TEST_P(OutcomesTest, Passes) {
    std::vector<PassItem> items(5);
    const std::vector<std::string> ids{"a", "b", "c", "nobody", "a"};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        items[i].job_id = ids[i];
        const std::int64_t due = now() - minute;
        if (i < 3) items[i].version = due_job(ids[i]).row.version;
        items[i].record = record(due, due);
        items[i].record->job_id = ids[i];
        items[i].next_fire = items[i].fire_at = items[i].look_at = due + hour;
    }
    items[1].version -= 1;
    items[2].record->last_due = now() + hour;
    items[4].version = items[0].version; // the first has raised it
    EXPECT_EQ(outcomes(replica().pass(items)),
              (Outcomes{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_EARLY, GS_ITEM_GONE, GS_ITEM_CONFLICT}));
    EXPECT_EQ(records_of("a"), 1U);
    EXPECT_EQ(records_of("b") + records_of("c"), 0U);
}

TEST_P(OutcomesTest, Begins) {
    const SeenJob of = due_job();
    const gs_id first = waiting_run(of, now());
    const gs_id second_run = waiting_run(of, now());
    const gs_id third = waiting_run(of, now());
    const auto answer = replica().begin({{sizeof(gs_begin), 1, first, 1},
                                         {sizeof(gs_begin), 1, second_run, 7}, // not its epoch
                                         {sizeof(gs_begin), 1, new_id(), 1},   // no such run
                                         {sizeof(gs_begin), 1, third, 1}});
    EXPECT_EQ(outcomes(answer), (Outcomes{GS_ITEM_DONE, GS_ITEM_CONFLICT, GS_ITEM_GONE, GS_ITEM_DONE}));
    EXPECT_EQ(run(first).row.epoch, 2);
    EXPECT_EQ(run(second_run).row.epoch, 1);
    EXPECT_EQ(run(second_run).row.state, GS_STATE_WAITING);
    EXPECT_EQ(run(third).row.epoch, 2);
}

TEST_P(OutcomesTest, Cancellations) {
    const SeenJob of = due_job();
    const gs_id going = running_run(of);
    const gs_id waiting = waiting_run(of, now() + hour);
    const gs_id closed = closed_run(of, GS_OUTCOME_SUCCEEDED);
    std::vector<gs_ask_cancel> items;
    for (const gs_id &id : {going, closed, waiting, new_id()}) {
        items.push_back({sizeof(gs_ask_cancel), GS_REASON_REQUESTED, id});
    }
    EXPECT_EQ(outcomes(replica().ask_cancel(items)),
              (Outcomes{GS_ITEM_DONE, GS_ITEM_GONE, GS_ITEM_DONE, GS_ITEM_GONE}));
    EXPECT_EQ(run(going).row.cancel_requested, 1);
    EXPECT_EQ(run(waiting).row.outcome, GS_OUTCOME_CANCELED);
    EXPECT_EQ(run(closed).row.outcome, GS_OUTCOME_SUCCEEDED);
}

TEST_P(OutcomesTest, Announcements) {
    PutItem item;
    item.record = record(no_time, no_time);
    item.record->wake_at = now();
    put(item);
    const gs_id there = item.record->id;
    EXPECT_EQ(outcomes(replica().records_announced({new_id(), there, there})),
              (Outcomes{GS_ITEM_GONE, GS_ITEM_DONE, GS_ITEM_ALREADY}));
}

CONFORMANCE_SUITE(OutcomesTest);

} // namespace
} // namespace conformance
