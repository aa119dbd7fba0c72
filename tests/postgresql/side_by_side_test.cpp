// side_by_side_test.cpp - a large write is carried out on several connections at the same time, and comes to what it
// comes to on one. How many it were is told by the rows: each keeps the number of the transaction that wrote it.
#include "storage_fixture.h"

#include <memory>
#include <string>
#include <vector>

namespace tests {
namespace {

using namespace conformance;

constexpr int many = 400;

class SideBySide : public PostgresqlTest {
  protected:
    void open_with(std::size_t writers, const std::string &user = "owner") {
        Place wanted = place(user);
        wanted.writers = writers;
        storage_ = std::make_unique<PostgresqlStorage>(wanted);
        ASSERT_EQ(alpha_.join()->outcome(), GS_ITEM_DONE);
    }

    static std::string name(int number) { return "job-" + std::to_string(number); }

    void put_due(int count, int max_active = 1) {
        const std::int64_t due = alpha_.beat()->answer.store_now - minute;
        std::vector<PutItem> items;
        for (int i = 0; i < count; ++i) {
            PutItem item;
            item.id = name(i);
            item.payload = "for " + item.id;
            item.definition.max_active = max_active;
            item.row.next_fire = item.row.fire_at = item.row.look_at = due;
            items.push_back(item);
        }
        ASSERT_EQ(alpha_.put(items)->status, GS_OK);
    }

    std::vector<ClaimItem> claims(int count) {
        std::vector<ClaimItem> items;
        for (int i = 0; i < count; ++i) {
            const SeenJob job = alpha_.get_job(name(i))->jobs.at(0);
            ClaimItem item(job, numbered_id(1'000 + static_cast<std::uint64_t>(i)), job.row.next_fire);
            item.concurrency_key = job.id;
            items.push_back(item);
        }
        return items;
    }

    // Runs of the first job, which have been claimed.
    std::vector<ClaimItem> manual_claims(int count) {
        std::vector<ClaimItem> claimed;
        for (int i = 0; i < count; ++i) {
            const SeenJob job = alpha_.get_job(name(0))->jobs.at(0);
            ClaimItem item(job, numbered_id(1'000 + static_cast<std::uint64_t>(i)), job.row.created_at);
            item.concurrency_key = job.id;
            item.trigger = GS_TRIGGER_MANUAL;
            item.max_active = count;
            EXPECT_EQ(alpha_.claim(item)->outcome(), GS_ITEM_DONE) << i;
            claimed.push_back(item);
        }
        return claimed;
    }

    static std::vector<UpdateItem> closings(const std::vector<ClaimItem> &claimed) {
        std::vector<UpdateItem> items;
        for (const ClaimItem &claim : claimed) {
            UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
            item.announced = 1;
            items.push_back(item);
        }
        return items;
    }

    static int done(const Answer &answer) {
        int count = 0;
        for (const SeenItem &item : answer->items) count += item.result.outcome == GS_ITEM_DONE ? 1 : 0;
        return count;
    }

    std::string transactions() const { return value("SELECT count(DISTINCT xmin::text) FROM run"); }

    const conformance::Replica alpha_ = replica();
};

TEST_F(SideBySide, EachItemHasItsOwnAnswer) {
    open_with(2);
    put_due(many);
    const auto items = claims(many);
    const auto answer = alpha_.claim(items);
    ASSERT_EQ(answer->items.size(), items.size());
    EXPECT_EQ(transactions(), "2");
    for (std::size_t i = 0; i < items.size(); ++i) {
        EXPECT_EQ(answer->items[i].result.outcome, GS_ITEM_DONE) << i;
        EXPECT_EQ(answer->items[i].payload, "for " + items[i].job_id) << i;
        EXPECT_EQ(std::to_string(answer->items[i].result.version),
                  value("SELECT version FROM job WHERE id = '" + items[i].job_id + "'"));
    }
    EXPECT_EQ(done(alpha_.update(closings(items))), many);
    EXPECT_EQ(transactions(), "2");
    EXPECT_EQ(value("SELECT count(*) FROM job WHERE succeeded = 1"), std::to_string(many));
}

TEST_F(SideBySide, WithOneWriterThereIsOneTransaction) {
    open_with(1);
    put_due(many);
    EXPECT_EQ(done(alpha_.claim(claims(many))), many);
    EXPECT_EQ(transactions(), "1");
}

TEST_F(SideBySide, WhatIsSmallIsNotCut) {
    open_with(2);
    put_due(199);
    EXPECT_EQ(done(alpha_.claim(claims(199))), 199);
    EXPECT_EQ(transactions(), "1");
}

TEST_F(SideBySide, FourShareWhatIsLargeEnough) {
    open_with(4);
    put_due(many);
    EXPECT_EQ(done(alpha_.claim(claims(many))), many);
    EXPECT_EQ(transactions(), "4");
}

// Claims come in the order of their priority, and the first of them is to have the key.
TEST_F(SideBySide, ClaimsThatShareAKeyAreCarriedOutInTheirOrder) {
    open_with(2);
    put_due(many);
    auto items = claims(many);
    items.front().concurrency_key = items.back().concurrency_key = "shared";
    const auto answer = alpha_.claim(items);
    EXPECT_EQ(transactions(), "1");
    EXPECT_EQ(answer->items.front().result.outcome, GS_ITEM_DONE);
    EXPECT_EQ(answer->items.back().result.outcome, GS_ITEM_BUSY);
    EXPECT_EQ(done(answer), many - 1);
}

TEST_F(SideBySide, WhatCannotBeDoneTogetherIsAnsweredAtItsPlace) {
    open_with(2);
    put_due(many);
    auto items = claims(many);
    items[7].version -= 1;
    items[350].job_id = "nobody";
    items[350].concurrency_key = "nobody";
    const auto answer = alpha_.claim(items);
    ASSERT_EQ(answer->items.size(), items.size());
    EXPECT_EQ(answer->items[7].result.outcome, GS_ITEM_CONFLICT);
    EXPECT_EQ(answer->items[350].result.outcome, GS_ITEM_GONE);
    EXPECT_EQ(done(answer), many - 2);
    const auto again = alpha_.claim(items);
    EXPECT_EQ(again->items[8].result.outcome, GS_ITEM_ALREADY);
    EXPECT_EQ(again->items[7].result.outcome, GS_ITEM_CONFLICT);
}

TEST_F(SideBySide, RunsOfOneJobAreAllCounted) {
    open_with(2);
    put_due(1, many);
    EXPECT_EQ(done(alpha_.update(closings(manual_claims(many)))), many);
    EXPECT_EQ(value("SELECT succeeded FROM job"), std::to_string(many));
}

// Failures in a row are counted in the order of the items.
TEST_F(SideBySide, RunsOfOneJobEndInTheirOrder) {
    open_with(2);
    put_due(1, many);
    auto updates = closings(manual_claims(many));
    for (std::size_t i = many / 2; i < updates.size(); ++i) updates[i].outcome = GS_OUTCOME_FAILED;
    EXPECT_EQ(done(alpha_.update(updates)), many);
    EXPECT_EQ(value("SELECT failures_in_row FROM job"), std::to_string(many / 2));
    EXPECT_EQ(transactions(), "1");
}

// An item that can never be carried out fails its share. The other one is carried out, so it is not true yet that
// nothing was; when all of it is sent again, it is.
TEST_F(SideBySide, AnItemThatCannotBeToldFailsTheCallWhenItStandsAlone) {
    open_with(2);
    put_due(many);
    auto items = claims(many);
    items[350].concurrency_key = "\xff";
    EXPECT_EQ(alpha_.claim(items)->status, GS_UNAVAILABLE);
    EXPECT_EQ(value("SELECT count(*) FROM run"), std::to_string(many / 2));
    EXPECT_EQ(alpha_.claim(items)->status, GS_FAILED);
    EXPECT_EQ(value("SELECT count(*) FROM run"), std::to_string(many / 2));
}

// The caller cannot know which share was carried out, and sends all of it again.
TEST_F(SideBySide, WhenOneShareFailsTheCallFailsAndIsSentAgain) {
    open_with(2);
    put_due(many);
    const auto items = claims(many);
    {
        Session other(place());
        other.execute("BEGIN; SELECT 1 FROM job WHERE id = '" + name(many - 1) + "' FOR UPDATE");
        execute("ALTER ROLE owner SET lock_timeout = '300ms'");
        storage_ = std::make_unique<PostgresqlStorage>(place());
        const auto answer = alpha_.claim(items);
        execute("ALTER ROLE owner RESET lock_timeout");
        EXPECT_EQ(answer->status, GS_UNAVAILABLE);
        EXPECT_EQ(value("SELECT count(*) FROM run"), std::to_string(many / 2));
        other.execute("ROLLBACK");
    }
    const auto answer = alpha_.claim(items);
    ASSERT_EQ(answer->status, GS_OK) << answer->error.text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        EXPECT_EQ(answer->items[i].result.outcome, i < many / 2 ? GS_ITEM_ALREADY : GS_ITEM_DONE) << i;
    }
    EXPECT_EQ(value("SELECT count(*) FROM run"), std::to_string(many));
    EXPECT_EQ(value("SELECT count(*) FROM job WHERE fires = 1"), std::to_string(many));
}

TEST_F(SideBySide, ARetiredCallerIsRefusedEverything) {
    open_with(2);
    put_due(many);
    const auto items = claims(many);
    const std::int64_t beat = alpha_.replicas()->replicas.at(0).row.beat;
    ASSERT_EQ(alpha_.retire(alpha_.incarnation(), beat, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    const auto answer = alpha_.claim(items);
    ASSERT_EQ(answer->items.size(), items.size());
    for (const SeenItem &item : answer->items) EXPECT_EQ(item.result.outcome, GS_ITEM_REFUSED);
    EXPECT_EQ(value("SELECT count(*) FROM run"), "0");
}

TEST_F(SideBySide, TheCallersCancelFlagsAreToldOnce) {
    open_with(2);
    put_due(many);
    const auto items = claims(many);
    ASSERT_EQ(done(alpha_.claim(items)), many);
    ASSERT_EQ(alpha_.ask_cancel(items[3].run_id)->status, GS_OK);
    auto updates = closings(items);
    updates.erase(updates.begin() + 3);
    const auto answer = alpha_.update(updates);
    EXPECT_EQ(done(answer), many - 1);
    EXPECT_EQ(answer->cancel_requested.size(), 1U);
}

TEST_F(SideBySide, AFlagOfARunThatOneShareHasClosedIsNotTold) {
    open_with(2);
    put_due(many);
    const auto items = claims(many);
    ASSERT_EQ(done(alpha_.claim(items)), many);
    ASSERT_EQ(alpha_.ask_cancel(items.back().run_id)->status, GS_OK);
    const auto answer = alpha_.update(closings(items));
    EXPECT_EQ(done(answer), many);
    EXPECT_TRUE(answer->cancel_requested.empty());
}

} // namespace
} // namespace tests
