// storage_races.cpp - several replicas write at once, each on a thread of its own, and a reader beside a writer.
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "storage_checks.h"

namespace conformance::kit {

namespace {

constexpr int rounds = 15;

// The first exception of any thread comes out of run_all.
class Threads {
  public:
    void add(std::function<void()> body) {
        threads_.emplace_back([this, body = std::move(body)] {
            try {
                body();
            } catch (...) {
                const std::scoped_lock hold(mutex_);
                if (!fault_) fault_ = std::current_exception();
            }
        });
    }
    bool has_fault() {
        const std::scoped_lock hold(mutex_);
        return fault_ != nullptr;
    }
    void join() {
        for (std::thread &thread : threads_) thread.join();
        threads_.clear();
        if (fault_) std::rethrow_exception(fault_);
    }
    Threads() = default;
    Threads(const Threads &) = delete;
    Threads &operator=(const Threads &) = delete;
    ~Threads() {
        for (std::thread &thread : threads_) thread.join();
    }

  private:
    std::mutex mutex_;
    std::exception_ptr fault_;
    std::vector<std::thread> threads_;
};

void race(StorageScene &scene, const std::function<void(const Replica &, int writer)> &body) {
    const int writers = scene.store().writers;
    if (writers < 2) throw Skipped("GATEWAY_SCHEDULER_CONFORMANCE_WRITERS is 1");
    std::vector<Replica> replicas;
    replicas.reserve(static_cast<std::size_t>(writers));
    for (int i = 0; i < writers; ++i) replicas.push_back(scene.joined("writer-" + std::to_string(i)));
    std::atomic<int> arrived = 0;
    Threads threads;
    for (int i = 0; i < writers; ++i) {
        threads.add([&, i] {
            for (++arrived; arrived < writers;) std::this_thread::yield(); // all set out at once
            body(replicas[static_cast<std::size_t>(i)], i);
        });
    }
    threads.join();
}

SeenJob job_of(const Replica &replica, const std::string &id) {
    const auto answer = replica.get_job(id);
    if (answer->status != GS_OK || answer->jobs.size() != 1) throw Blocked("get_job does not visit a job that was put");
    return answer->jobs.front();
}

gs_runs_page open_runs_of(const std::string &key) {
    gs_runs_page page = runs_page(1'000);
    page.states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    page.concurrency_key = borrow(key);
    return page;
}

// Opposite orders, so that locks taken in the order of the items would wait for one another for ever.
void each_instant_once(StorageScene &scene) {
    constexpr std::size_t count = 20;
    std::vector<SeenJob> jobs;
    for (std::size_t i = 0; i < count; ++i) jobs.push_back(scene.due_job("job-" + std::to_string(i)));
    const std::int64_t due = scene.now() - minute;
    std::vector<std::atomic<int>> winners(count);
    race(scene, [&](const Replica &replica, int writer) {
        std::vector<ClaimItem> items;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < count; ++i) {
            places.push_back(writer % 2 == 0 ? i : count - 1 - i);
            items.emplace_back(jobs[places.back()], scene.new_id(), due);
            items.back().max_active = 1'000;
        }
        const auto answer = replica.claim(items);
        for (std::size_t i = 0; i < answer->items.size(); ++i) {
            if (answer->items[i].result.outcome == GS_ITEM_DONE) ++winners.at(places.at(i));
        }
    });
    for (std::size_t i = 0; i < count; ++i) {
        expect_equal(winners[i].load(), 1, "replicas that won the instant of job " + std::to_string(i));
        gs_runs_page page = runs_page(10);
        page.job_id = borrow(jobs[i].id);
        expect_equal(static_cast<std::int64_t>(scene.replica().runs(page)->runs.size()), 1, "runs of that instant");
    }
}

void key_is_never_overfull(StorageScene &scene) {
    constexpr int room = 2;
    const std::vector<std::string> words{"a", "b", "c", "d", "e"};
    std::vector<std::string> ids;
    ids.reserve(words.size());
    for (const std::string &word : words) ids.push_back(scene.due_job(word).id);
    const std::string key = scene.name("key");
    const std::int64_t due = scene.now() - minute;
    std::atomic<int> most = 0;
    std::atomic<int> won = 0;
    race(scene, [&](const Replica &replica, int writer) {
        for (int i = 0; i < rounds; ++i) {
            ClaimItem item(job_of(replica, ids[static_cast<std::size_t>(writer + i) % ids.size()]), scene.new_id(),
                           due);
            item.concurrency_key = key;
            item.max_active = room;
            if (only_item(replica.claim(item), "claim").result.outcome != GS_ITEM_DONE) continue;
            ++won;
            const int open = static_cast<int>(replica.runs(open_runs_of(key))->runs.size());
            for (int seen = most; seen < open && !most.compare_exchange_weak(seen, open);) {
            }
            need_done(replica.update(to_closed(item.run_id, GS_OUTCOME_SUCCEEDED)), "update to closed");
        }
    });
    expect(won > 0, "no claim on the key was won at all");
    expect(most <= room, "a key with room for two had " + std::to_string(most) + " active runs");
}

void made_once(StorageScene &scene) {
    std::atomic<int> made = 0;
    for (int i = 0; i < rounds; ++i) scene.new_id();
    race(scene, [&](const Replica &replica, int) {
        for (int i = 0; i < rounds; ++i) {
            PutItem item = scene.new_job("new-" + std::to_string(i));
            item.row.writer = scene.new_id();
            if (only_item(replica.put(item), "put_job").result.outcome == GS_ITEM_DONE) ++made;
        }
    });
    for (int i = 0; i < rounds; ++i) scene.put(PutItem(scene.job(scene.name("new-" + std::to_string(i)))));
    expect_equal(made.load(), rounds, "jobs that were made, each by several at once");
}

void reader_beside_writer(StorageScene &scene) {
    constexpr int least = 20;
    constexpr int most = 500;
    const SeenJob of = scene.due_job();
    const Replica &replica = scene.replica();
    std::atomic<bool> done = false;
    std::atomic<int> reads = 0;
    std::atomic<int> torn = 0;
    Threads threads;
    threads.add([&] {
        for (; !done; ++reads) {
            const std::int64_t fires = job_of(replica, of.id).row.fires;
            gs_runs_page page = runs_page(1'000);
            page.job_id = borrow(of.id);
            // Read after the job, so there may be more runs than the job says, never fewer.
            if (static_cast<std::int64_t>(replica.runs(page)->runs.size()) < fires) ++torn;
        }
    });
    struct Finally {
        std::atomic<bool> &done;
        ~Finally() { done = true; } // before the threads are joined
    };
    {
        const Finally finally{done};
        while (reads == 0 && !threads.has_fault()) std::this_thread::yield(); // the reader is under way
        for (int i = 0; i < least || (reads < least && i < most); ++i) scene.claimed_run(of);
    }
    threads.join();
    expect_equal(torn.load(), 0, "reads that saw a claim's job and not its run");
}

} // namespace

StorageChecks race_checks() {
    return {
        {{"storage.races.reader", storage_h, "Each call is one transaction."}, reader_beside_writer},
        {{"storage.races.instants", contract_readme,
          "Of any number of schedulers that race for an instant, one wins the claim."},
         each_instant_once},
        {{"storage.races.key", contract_readme,
          "**Counting is serial**: no two claims may both see the last free place of a concurrency key."},
         key_is_never_overfull},
        {{"storage.races.put_job", contract_readme, "**Each call is one transaction**"}, made_once},
    };
}

} // namespace conformance::kit
