// bad_days_test.cpp - connections that break, a server that goes away and comes back, locks that others hold: the
// caller is told so, nothing that was answered is lost, and it goes on by itself.
#include "storage_fixture.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {
namespace {

// Stands in the place of a server that is away, and counts who comes.
class Knocks {
  public:
    explicit Knocks(int port) {
        const int on = 1;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        listens_ = ::bind(socket_, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
                   ::listen(socket_, SOMAXCONN) == 0;
        thread_ = std::thread([this] {
            for (int visitor = 0; (visitor = ::accept(socket_, nullptr, nullptr)) >= 0; ++count_) ::close(visitor);
        });
    }
    Knocks(const Knocks &) = delete;
    Knocks &operator=(const Knocks &) = delete;
    ~Knocks() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }

    bool listens() const { return listens_; }
    int count() const { return count_; }

  private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool listens_ = false;
    std::atomic<int> count_{0};
    std::thread thread_;
};

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
    {
        const Knocks knocks(server_.port());
        ASSERT_TRUE(knocks.listens());
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
        while (std::chrono::steady_clock::now() < end) EXPECT_EQ(alpha_.beat()->status, GS_UNAVAILABLE);
        EXPECT_LE(knocks.count(), 10) << "most are refused without trying: the waits between tries double from 100 ms";
    }
    server_.start();
    ASSERT_TRUE(comes_back());
}

// What is wrong with the tables is no job's fault: it is tried again, and no job is switched off for it.
TEST_F(ABadDay, TablesThatAreNotThereAreUnavailableUntilTheyAreBack) {
    const std::string schema = place().schema;
    execute("ALTER SCHEMA " + schema + " RENAME TO away");
    const auto job = PutItem();
    EXPECT_EQ(alpha_.put(job)->status, GS_UNAVAILABLE);
    const auto answer = alpha_.get_job("job");
    EXPECT_EQ(answer->status, GS_UNAVAILABLE);
    EXPECT_NE(std::string(answer->error.text), "");
    execute("ALTER SCHEMA away RENAME TO " + schema);
    ASSERT_TRUE(comes_back());
    EXPECT_EQ(alpha_.get_job("job")->jobs.size(), 1U);
}

TEST_F(ABadDay, AnIndexThatIsDamagedIsUnavailableUntilItIsMadeAnew) {
    const std::string schema = place().schema;
    execute("CREATE FUNCTION " + schema +
            ".breaks(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'invalid page in block 0' USING ERRCODE = 'index_corrupted'; END $$");
    execute("CREATE INDEX broken ON " + schema + ".run (" + schema + ".breaks(job_id))");
    const auto job = alpha_.get_job("job")->jobs.at(0);
    ClaimItem item(job, conformance::numbered_id(78), alpha_.beat()->answer.store_now - conformance::minute);
    EXPECT_EQ(alpha_.claim(item)->status, GS_UNAVAILABLE);
    execute("DROP INDEX " + schema + ".broken");
    EXPECT_EQ(alpha_.claim(item)->outcome(), GS_ITEM_DONE);
}

// The server says why and closes the connection; that it has said something does not make it another kind of fault.
TEST_F(ABadDay, ASessionThatTheServerHasEndedIsABrokenConnection) {
    Session session(place());
    const auto backend = session.execute("SELECT pg_backend_pid()");
    session.execute("SET idle_in_transaction_session_timeout = '1ms'");
    session.execute("BEGIN");
    const std::string there =
        "SELECT 1 FROM pg_stat_activity WHERE pid = " + std::string(PQgetvalue(backend.get(), 0, 0));
    while (!value(there).empty()) std::this_thread::yield();
    try {
        session.begin_pipeline();
        session.send("SELECT 1");
        session.end_pipeline(1);
        FAIL() << "it goes on";
    } catch (const sample_host::postgresql::Fault &fault) {
        EXPECT_EQ(fault.state, "") << fault.what();
        EXPECT_TRUE(may_pass(fault));
    }
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
