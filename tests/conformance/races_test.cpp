// races_test.cpp - several replicas write at once: each occurrence, each place on a key and each name has one winner,
// and nobody waits for ever.
#include "storage_test.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace conformance {
namespace {

constexpr int writers = 4;
constexpr int rounds = 25;

gs_runs_page open_runs_of(const std::string &key) {
    gs_runs_page page = runs_page(100);
    page.states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    page.concurrency_key = gs_string{key.data(), key.size()};
    return page;
}

class RacesTest : public StorageTest {
  protected:
    // Each in a thread of its own, with a replica of its own; what one of them throws fails the test.
    void race(const std::function<void(const Replica &, int writer)> &body) {
        std::vector<Replica> replicas;
        for (int i = 0; i < writers; ++i) replicas.push_back(joined("replica-" + std::to_string(i)));
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([&, i] {
                try {
                    body(replicas[static_cast<std::size_t>(i)], i);
                } catch (const std::exception &fault) {
                    const std::scoped_lock hold(mutex_);
                    ADD_FAILURE() << fault.what();
                }
            });
        }
        for (std::thread &thread : threads) thread.join();
    }

    // Five jobs, one of them called `key`, all on the key of this name.
    void race_for(const std::string &key) {
        constexpr std::int32_t room = 2;
        const std::vector<std::string> jobs{"key", "a", "b", "c", "d"};
        for (const std::string &id : jobs) due_job(id);
        std::atomic<int> won = 0;
        std::atomic<int> too_many = 0;
        race([&](const Replica &replica, int writer) {
            for (int i = 0; i < rounds; ++i) {
                const std::string &id = jobs[static_cast<std::size_t>(writer + i) % jobs.size()];
                ClaimItem item(replica.get_job(id)->jobs.at(0), next_run(), due());
                item.concurrency_key = key;
                item.max_active = room;
                if (replica.claim(item)->outcome() != GS_ITEM_DONE) continue;
                ++won;
                if (replica.runs(open_runs_of(key))->runs.size() > std::size_t{room}) ++too_many;
                replica.update(to_closed(item.run_id, GS_OUTCOME_SUCCEEDED));
            }
        });
        EXPECT_EQ(too_many, 0);
        EXPECT_GT(won, 0);
        EXPECT_TRUE(replica().runs(open_runs_of(key))->runs.empty());
    }

    gs_id next_run() { return numbered_id(++last_run_); }
    std::int64_t due() { return due_; }

    void SetUp() override { due_ = now() - minute; }

  private:
    std::mutex mutex_;
    std::atomic<std::uint64_t> last_run_ = 1'000'000;
    std::int64_t due_ = 0;
};

// One of the jobs is called as the key is, which does not matter.
TEST_P(RacesTest, AKeyOfSeveralJobsNeverHasMoreRunsThanItHasRoomFor) {
    race_for("key");
}

// A job's own key, which our engine lets nobody else use.
TEST_P(RacesTest, AJobsOwnKeyThatOthersUseTooNeverHasMoreRunsThanItHasRoomFor) {
    race_for("\x01key");
}

TEST_P(RacesTest, BatchesInOppositeOrdersWinEachOccurrenceOnce) {
    constexpr std::size_t count = 30;
    std::vector<SeenJob> jobs;
    for (std::size_t i = 0; i < count; ++i) jobs.push_back(due_job("job-" + std::to_string(i)));
    std::vector<std::atomic<int>> winners(count);
    race([&](const Replica &replica, int writer) {
        std::vector<ClaimItem> items;
        for (std::size_t i = 0; i < count; ++i) {
            const SeenJob &of = jobs[writer % 2 == 0 ? i : count - 1 - i];
            items.emplace_back(of, next_run(), due());
        }
        const auto answer = replica.claim(items);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t place = writer % 2 == 0 ? i : count - 1 - i;
            if (answer->items.at(i).result.outcome == GS_ITEM_DONE) ++winners[place];
        }
    });
    EXPECT_TRUE(std::all_of(winners.begin(), winners.end(), [](const auto &won) { return won == 1; }));
    EXPECT_EQ(replica().runs(runs_page(1'000))->runs.size(), count);
}

TEST_P(RacesTest, AJobIsMadeOnce) {
    std::atomic<int> made = 0;
    race([&](const Replica &replica, int writer) {
        for (int i = 0; i < rounds; ++i) {
            PutItem item;
            item.id = "new-" + std::to_string(i);
            item.row.writer = numbered_id(static_cast<std::uint64_t>(10'000 + writer * rounds + i));
            if (replica.put(item)->outcome() == GS_ITEM_DONE) ++made;
        }
    });
    EXPECT_EQ(made, rounds);
}

TEST_P(RacesTest, RunsThatEndWhileTheirJobIsEditedAreCountedOnce) {
    due_job();
    std::atomic<int> closed = 0;
    race([&](const Replica &replica, int writer) {
        for (int i = 0; i < rounds; ++i) {
            if (writer == 0) {
                PutItem edited(replica.get_job("job")->jobs.at(0));
                edited.name = "edit " + std::to_string(i);
                edited.row.writer = next_run();
                edited.hold = true;
                replica.put(edited);
                continue;
            }
            ClaimItem item(replica.get_job("job")->jobs.at(0), next_run(), due());
            item.trigger = GS_TRIGGER_MANUAL;
            item.max_active = 1'000;
            if (replica.claim(item)->outcome() != GS_ITEM_DONE) continue;
            replica.update(to_running(item.run_id));
            replica.update(to_waiting(item.run_id, due())); // which an edit that holds the job closes
            if (replica.update(to_closed(item.run_id, GS_OUTCOME_SUCCEEDED))->outcome() == GS_ITEM_DONE) ++closed;
        }
    });
    EXPECT_GT(closed, 0);
    EXPECT_EQ(job().row.succeeded, closed);
}

TEST_P(RacesTest, ARetirementIsAWall) {
    due_job();
    std::size_t won_before = 0;
    for (int round = 0; round < rounds; ++round) {
        const Replica beta = joined("beta");
        std::atomic<std::size_t> won = 0;
        std::atomic<bool> refused = false;
        std::thread writer([&] {
            while (!refused) {
                ClaimItem item(replica().get_job("job")->jobs.at(0), next_run(), due());
                item.max_active = 100'000;
                const auto outcome = beta.claim(item)->outcome();
                refused = outcome == GS_ITEM_REFUSED;
                if (outcome == GS_ITEM_DONE) ++won;
            }
        });
        while (won == 0) std::this_thread::yield();
        const auto retired = replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER);
        const std::size_t runs = replica().runs(runs_page(100'000))->runs.size();
        writer.join();
        ASSERT_EQ(retired->outcome(), GS_ITEM_DONE);
        ASSERT_EQ(won_before + won, runs) << "it has written after its retirement";
        won_before = runs;
    }
}

CONFORMANCE_SUITE(RacesTest);

} // namespace
} // namespace conformance
