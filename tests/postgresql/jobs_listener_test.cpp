// jobs_listener_test.cpp - what one host changes, the others on the same database hear of.
#include "storage_fixture.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

namespace tests {
namespace {

using conformance::ClaimItem;
using conformance::PutItem;

using namespace std::chrono_literals;

class Ears {
  public:
    void hear(const std::vector<std::string> &ids) {
        const std::scoped_lock hold(mutex_);
        if (ids.empty()) anything_ = true;
        for (const std::string &id : ids) ++times_[id];
        heard_.notify_all();
    }
    bool heard(const std::string &id, int times) {
        const std::scoped_lock hold(mutex_);
        return times_[id] >= times;
    }
    bool wait_for(const std::string &id, int times) {
        std::unique_lock hold(mutex_);
        return heard_.wait_for(hold, 30s, [&] { return times_[id] >= times; });
    }
    bool wait_for_anything() {
        std::unique_lock hold(mutex_);
        return heard_.wait_for(hold, 30s, [&] { return anything_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable heard_;
    std::map<std::string, int> times_;
    bool anything_ = false;
};

class JobsListenerTest : public PostgresqlTest {
  protected:
    void SetUp() override {
        open();
        ASSERT_EQ(alpha_.join()->outcome(), GS_ITEM_DONE);
        other_ = std::make_unique<PostgresqlStorage>(place());
        watch_ = other_->watch_jobs([this](const auto &ids) { ears_.hear(ids); });
        // It listens once it is connected, which nothing tells of but this.
        const auto end = std::chrono::steady_clock::now() + 30s;
        while (value("SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN \"" + schema_ +
                     "\"' AND state = 'idle'") == "0") {
            ASSERT_LT(std::chrono::steady_clock::now(), end);
        }
    }

    static PutItem put_item(const std::string &id) {
        PutItem item;
        item.id = id;
        return item;
    }
    gs_id claimed(const std::string &id) {
        EXPECT_EQ(alpha_.put(put_item(id))->outcome(), GS_ITEM_DONE);
        const auto job = alpha_.get_job(id)->jobs.at(0);
        const gs_id run = conformance::numbered_id(77);
        const ClaimItem item(job, run, alpha_.beat()->answer.store_now - conformance::minute);
        EXPECT_EQ(alpha_.claim(item)->outcome(), GS_ITEM_DONE);
        return run;
    }

    const conformance::Replica alpha_ = replica();
    Ears ears_;
    std::unique_ptr<PostgresqlStorage> other_;
    std::unique_ptr<sample_host::JobsWatch> watch_;
};

TEST_F(JobsListenerTest, AJobThatIsAddedChangedAndRemoved) {
    const std::string id = "a job with spaces, and \U0001F600";
    ASSERT_EQ(alpha_.put(put_item(id))->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(ears_.wait_for(id, 1));
    PutItem edited(alpha_.get_job(id)->jobs.at(0));
    edited.name = "edited";
    edited.row.writer = conformance::numbered_id(78);
    ASSERT_EQ(alpha_.put(edited)->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(ears_.wait_for(id, 2));
    ASSERT_EQ(alpha_.remove(id, alpha_.get_job(id)->jobs.at(0).row.version)->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(ears_.wait_for(id, 3));
}

TEST_F(JobsListenerTest, TheJobOfARunThatIsAskedToEnd) {
    const gs_id run = claimed("a");
    ASSERT_TRUE(ears_.wait_for("a", 1)); // it was added
    ASSERT_EQ(alpha_.ask_cancel(run)->outcome(), GS_ITEM_DONE);
    EXPECT_TRUE(ears_.wait_for("a", 2));
}

// What happens all the time is not told: whoever wants to claim finds out.
TEST_F(JobsListenerTest, AClaimIsNotTold) {
    claimed("a");
    ASSERT_EQ(alpha_.put(put_item("b"))->outcome(), GS_ITEM_DONE);
    ASSERT_TRUE(ears_.wait_for("b", 1));
    EXPECT_TRUE(ears_.wait_for("a", 1));
    EXPECT_FALSE(ears_.heard("a", 2));
}

TEST_F(JobsListenerTest, ItsOwnChangesAreNotTold) {
    conformance::Replica own([this]() -> const gs_storage & { return other_->table(); }, "beta",
                             conformance::numbered_id(500));
    ASSERT_EQ(own.join()->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(own.put(put_item("own"))->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(alpha_.put(put_item("other"))->outcome(), GS_ITEM_DONE);
    ASSERT_TRUE(ears_.wait_for("other", 1));
    EXPECT_FALSE(ears_.heard("own", 1));
}

TEST_F(JobsListenerTest, AfterALostConnectionAnythingMayHaveChanged) {
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \"" + schema_ + "\"'");
    EXPECT_TRUE(ears_.wait_for_anything());
    while (alpha_.put(put_item("a"))->status != GS_OK) continue; // its connection is another one, and still there
    EXPECT_TRUE(ears_.wait_for("a", 1));
}

TEST_F(JobsListenerTest, ItEndsAtOnce) {
    watch_.reset();
    ASSERT_EQ(alpha_.put(put_item("a"))->outcome(), GS_ITEM_DONE);
    EXPECT_FALSE(ears_.heard("a", 1));
}

} // namespace
} // namespace tests
