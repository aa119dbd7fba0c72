// slow_test.cpp - a visitor that takes its time: what others may expect meanwhile, and that nobody waits for ever.
#include "storage_test.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace conformance {
namespace {

// Something that happens once, and is waited for.
class Event {
  public:
    void happen() {
        const std::scoped_lock hold(mutex_);
        happened_ = true;
        changed_.notify_all();
    }
    bool wait(std::chrono::milliseconds longest) {
        std::unique_lock hold(mutex_);
        return changed_.wait_for(hold, longest, [this] { return happened_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool happened_ = false;
};

constexpr std::chrono::seconds patience{20};

class SlowTest : public StorageTest {
  protected:
    // What is called at the first visit; the others are quick.
    using Visit = std::function<void()>;

    std::int32_t read_jobs(const Visit &first, int *visits = nullptr) {
        gs_jobs_page page{};
        page.struct_size = sizeof page;
        page.limit = 10;
        return call(first, visits, [&](const gs_storage &table, const gs_caller &caller, gs_answer &answer) {
            return table.jobs(table.context, &caller, &page, &answer, nullptr);
        });
    }
    std::int32_t beat(const Visit &first) {
        return call(first, nullptr, [](const gs_storage &table, const gs_caller &caller, gs_answer &answer) {
            return table.beat(table.context, &caller, &answer, nullptr);
        });
    }

  private:
    struct Visits {
        const Visit &first;
        int count = 0;
        void visited() {
            if (++count == 1) first();
        }
    };

    template <class Function>
    std::int32_t call(const Visit &first, int *count, Function function) {
        Visits visits{first};
        gs_answer answer{};
        answer.struct_size = sizeof answer;
        answer.context = &visits;
        answer.item = [](void *seen, std::uint32_t, const gs_item_result *) { static_cast<Visits *>(seen)->visited(); };
        answer.job = [](void *seen, const gs_job_row *) { static_cast<Visits *>(seen)->visited(); };
        const gs_caller caller{sizeof caller, 0, borrow(replica().instance()), replica().incarnation()};
        const std::int32_t status = function(host().table(), caller, answer);
        if (count != nullptr) *count = visits.count;
        return status;
    }
};

TEST_P(SlowTest, AReaderThatTakesItsTimeHoldsUpNoWrite) {
    if (host().reads_hold_up_writes()) GTEST_SKIP() << "this storage carries out one call at a time";
    const SeenJob of = due_job();
    const Replica beta = joined("beta");
    Event inside;
    Event written;
    std::thread writer([&] {
        EXPECT_TRUE(inside.wait(patience));
        EXPECT_EQ(beta.claim(ClaimItem(of, new_id(), of.row.next_fire))->outcome(), GS_ITEM_DONE);
        written.happen();
    });
    const std::int32_t status = read_jobs([&] {
        inside.happen();
        EXPECT_TRUE(written.wait(patience)) << "the claim waits for the reader";
    });
    writer.join();
    EXPECT_EQ(status, GS_OK);
    EXPECT_EQ(job().row.fires, 1);
}

TEST_P(SlowTest, AReaderSeesTheStoreAsItWasWhenItBegan) {
    if (host().reads_hold_up_writes()) GTEST_SKIP() << "this storage carries out one call at a time";
    for (const char *id : {"a", "b"}) {
        PutItem item;
        item.id = id;
        put(item);
    }
    const Replica beta = joined("beta");
    const SeenJob last = job("b");
    int seen = 0;
    const std::int32_t status = read_jobs(
        [&] { std::thread([&] { EXPECT_EQ(beta.remove("b", last.row.version)->outcome(), GS_ITEM_DONE); }).join(); },
        &seen);
    EXPECT_EQ(status, GS_OK);
    EXPECT_EQ(seen, 2) << "what was told first is from before the removal, so all of it is";
    EXPECT_FALSE(has_job("b"));
}

TEST_P(SlowTest, AWriterThatTakesItsTimeHoldsUpOthersAtMostUntilItIsDone) {
    due_job();
    const Replica beta = joined("beta");
    Event inside;
    Event written;
    std::thread other([&] {
        EXPECT_TRUE(inside.wait(patience));
        EXPECT_EQ(beta.beat()->outcome(), GS_ITEM_DONE);
        written.happen();
    });
    const std::int32_t status = beat([&] {
        inside.happen();
        written.wait(std::chrono::milliseconds(100)); // whether it gets through meanwhile is the storage's affair
    });
    EXPECT_EQ(status, GS_OK);
    EXPECT_TRUE(written.wait(patience));
    other.join();
}

CONFORMANCE_SUITE(SlowTest);

} // namespace
} // namespace conformance
