// A host for the runtime's tests: hooks in memory that answer at once, unless a gate is put in front of them.
// Any thread, as the hooks require.
#pragma once

#include "gate.h"
#include "runtime/hooks.h"
#include "runtime/scheduler.h"
#include "store.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace runtime_test {

namespace engine = gateway_scheduler::engine;
namespace runtime = gateway_scheduler::runtime;

class FakeHost : public runtime::StorageHook,
                 public runtime::ExecutorHook,
                 public runtime::NotifierHook,
                 public runtime::ClockHook,
                 public runtime::LogHook,
                 public runtime::MetricsHook {
  public:
    FakeHost();

    runtime::Hooks hooks() { return {*this, *this, *this, *this, *this, *this}; }

    // The executor's session, which the storage keeps of whoever joins. Set before start.
    engine::Id executor_session;
    // How the storage answers.
    std::atomic<engine::CallStatus> storage_status{engine::CallStatus::ok};
    // Gates that hooks pass through, if they are set before start.
    Gate *storage_gate = nullptr;
    Gate *start_gate = nullptr;
    Gate *notify_gate = nullptr;
    // Called from inside the hook, on its thread.
    std::function<void(const engine::StartRun &)> in_start;
    std::function<void()> in_storage;
    engine::StartStatus start_status = engine::StartStatus::accepted;
    // How a purge is answered, on its thread; nothing is removed unless it says so.
    std::function<runtime::PurgeAnswer(const runtime::Caller &, const runtime::Purge &)> in_purge;
    // How far its monotonic clock is ahead of the machine's, in microseconds.
    std::atomic<std::int64_t> clock_ahead{0};
    // How far the store's clock is ahead of the machine's.
    std::atomic<std::int64_t> store_ahead{0};

    // Waits until something is so; false when that takes too long.
    bool wait_for(const std::function<bool()> &condition);
    std::optional<engine::RunRow> run(engine::Id id);
    bool closed(engine::Id id); // waits for it
    std::size_t count_runs();
    bool recorded();                          // waits for a record
    std::vector<engine::RecordRow> records(); // of all jobs, oldest first
    engine::JobRow job(const std::string &id);
    // For conditions that wait_for asks for.
    bool has(const std::string &job_id) const { return store_.find_job(job_id) != nullptr; }
    engine::JobRow unguarded_job(const std::string &id) const { return store_.find_job(id)->row; }
    bool unguarded_running() const; // some run is
    const engine::RunRow *unguarded_run(engine::Id id) const { return store_.find_run(id); }
    int starts() const { return starts_; }
    int cancels() const { return cancels_; }
    int releases() const { return releases_; }
    int notices() const { return notices_; }
    int hook_calls() const { return hook_calls_; }
    engine::AttemptState query_state = engine::AttemptState::going;

    // The hooks
    engine::StorageAnswer write(const runtime::Caller &caller, const engine::Write &call) override;
    engine::StorageAnswer read(const runtime::Caller &caller, const engine::Read &call) override;
    runtime::PurgeAnswer purge(const runtime::Caller &caller, const runtime::Purge &call) override;
    runtime::StartAnswer start(const engine::StartRun &run) override;
    void cancel(const engine::CancelAttempt &attempt) override;
    runtime::QueryAnswer query(const engine::QueryAttempt &attempt) override;
    void release(const engine::ReleaseAttempt &attempt) override;
    engine::NoticeStatus notify(const engine::Announce &notice) override;
    engine::Moment boottime() override;
    engine::Instant realtime() override;
    void write(engine::LogLevel level, std::string_view text) override;
    void counter(std::string_view name, double increase) override;
    void gauge(std::string_view name, double value) override;
    void sample(std::string_view name, double value) override;

  private:
    void happened();
    template <class Work>
    engine::StorageAnswer answer(Work work);

    std::mutex mutex_; // of the store, and of what is waited for
    std::condition_variable changed_;
    simulation::Store store_;
    std::atomic<int> starts_{0};
    std::atomic<int> cancels_{0};
    std::atomic<int> releases_{0};
    std::atomic<int> notices_{0};
    std::atomic<int> hook_calls_{0};
};

} // namespace runtime_test
