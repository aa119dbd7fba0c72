// bad_days_test.cpp - connections that break, a server that goes away and comes back, locks that others hold: the
// caller is told so, nothing that was answered is lost, and it goes on by itself.
#include "storage_fixture.h"

#include <chrono>
#include <thread>

namespace tests {
namespace {

using conformance::ClaimItem;
using conformance::PutItem;

// A server of its own, for it is stopped.
class ABadDay : public PostgresqlTest {
  protected:
    ABadDay() : PostgresqlTest(own_server()) {}
    static PrivateServer &own_server() {
        static PrivateServer server;
        return server;
    }

    void SetUp() override {
        open();
        ASSERT_EQ(alpha_.join()->outcome(), GS_ITEM_DONE);
        ASSERT_EQ(alpha_.put(PutItem())->outcome(), GS_ITEM_DONE);
    }

    // Until the storage answers again; each try is a call of its own, as the scheduler makes it.
    bool comes_back() {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (alpha_.beat()->status != GS_OK) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::yield();
        }
        return true;
    }
    void cut_all_connections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                "backend_type = 'client backend'");
    }

    const conformance::Replica alpha_ = replica();
};

TEST_F(ABadDay, AConnectionThatWasCutFailsOneCallAndIsReplaced) {
    cut_all_connections();
    const auto answer = alpha_.beat();
    EXPECT_EQ(answer->status, GS_UNAVAILABLE);
    EXPECT_NE(std::string(answer->error.text), "");
    EXPECT_EQ(alpha_.beat()->status, GS_OK);
    EXPECT_EQ(alpha_.get_job("job")->jobs.size(), 1U);
}

TEST_F(ABadDay, AServerThatIsAwayIsUnavailableAndGoesOnWhenItIsBack) {
    server_.stop();
    EXPECT_EQ(alpha_.beat()->status, GS_UNAVAILABLE);
    const auto answer = alpha_.get_job("job");
    EXPECT_EQ(answer->status, GS_UNAVAILABLE);
    EXPECT_NE(std::string(answer->error.text).find("cannot be reached"), std::string::npos) << answer->error.text;
    EXPECT_NE(answer->answer.store_now, 0) << "the clock is known all the same";
    server_.start();
    ASSERT_TRUE(comes_back());
    EXPECT_EQ(alpha_.get_job("job")->jobs.size(), 1U);
}

TEST_F(ABadDay, WhileTheServerIsAwayItIsNotAskedWithoutEnd) {
    server_.stop();
    while (alpha_.beat()->status == GS_OK) continue;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 10'000; ++i) EXPECT_EQ(alpha_.beat()->status, GS_UNAVAILABLE);
    const auto took = std::chrono::steady_clock::now() - begin;
    server_.start();
    ASSERT_TRUE(comes_back());
    EXPECT_LT(took, std::chrono::seconds(20)) << "most of them are refused without trying";
}

TEST_F(ABadDay, WhatWasAnsweredSurvivesAKilledServer) {
    const auto job = alpha_.get_job("job")->jobs.at(0);
    ClaimItem item(job, conformance::numbered_id(77), alpha_.beat()->answer.store_now - conformance::minute);
    ASSERT_EQ(alpha_.claim(item)->outcome(), GS_ITEM_DONE);
    server_.kill();
    server_.start();
    ASSERT_TRUE(comes_back());
    EXPECT_EQ(alpha_.claim(item)->outcome(), GS_ITEM_ALREADY) << "sent again, as after a lost answer";
    EXPECT_EQ(alpha_.get_job("job")->jobs.at(0).row.fires, 1);
}

TEST_F(ABadDay, ALockThatSomebodyElseHoldsTooLongIsUnavailable) {
    execute("ALTER DATABASE scheduler SET lock_timeout = '100ms'");
    open();
    Session other(place());
    other.execute("BEGIN; SELECT 1 FROM job FOR UPDATE");
    PutItem edited(alpha_.get_job("job")->jobs.at(0));
    edited.name = "edited";
    edited.row.writer = conformance::numbered_id(78);
    const auto answer = alpha_.put(edited);
    EXPECT_EQ(answer->status, GS_UNAVAILABLE);
    EXPECT_NE(std::string(answer->error.text).find("lock"), std::string::npos) << answer->error.text;
    other.execute("ROLLBACK; ALTER DATABASE scheduler RESET lock_timeout");
    EXPECT_EQ(alpha_.put(edited)->outcome(), GS_ITEM_DONE);
}

TEST_F(ABadDay, ADatabaseThatIsReadOnlyIsUnavailableForWritesAndIsStillRead) {
    execute("ALTER DATABASE scheduler SET default_transaction_read_only = on");
    cut_all_connections();
    while (alpha_.beat()->status == GS_UNAVAILABLE && alpha_.get_job("job")->status != GS_OK) continue;
    const auto answer = alpha_.beat();
    EXPECT_EQ(answer->status, GS_UNAVAILABLE);
    EXPECT_NE(std::string(answer->error.text).find("read-only"), std::string::npos) << answer->error.text;
    EXPECT_EQ(alpha_.get_job("job")->jobs.size(), 1U);
    Session session(place());
    session.execute("SET default_transaction_read_only = off");
    session.execute("ALTER DATABASE scheduler RESET default_transaction_read_only");
    cut_all_connections();
    EXPECT_TRUE(comes_back());
}

} // namespace
} // namespace tests
