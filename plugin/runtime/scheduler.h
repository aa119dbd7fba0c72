// The running scheduler: one loop thread that owns the engine, worker threads for the hooks that may block, and the
// functions that the host calls, from any thread.
#pragma once

#include "engine/engine.h"
#include "runtime/alarm.h"
#include "runtime/attempt_ledger.h"
#include "runtime/hooks.h"
#include "runtime/inbox.h"
#include "runtime/pending_calls.h"
#include "runtime/retention_executor.h"
#include "runtime/retention_policy.h"
#include "runtime/watchdog.h"
#include "runtime/worker.h"
#include "runtime/zone_directory.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace gateway_scheduler::runtime {

enum class LifeState : std::uint8_t { not_started, starting, running, stopping, stopped };

struct Health {
    LifeState state = LifeState::not_started;
    engine::EngineHealth engine;
    std::optional<engine::Instant> storage_failing_since; // by the store's clock, as far as it is known
    engine::Duration storage_round_trip{0};
    engine::Duration loop_age{0};
    int loop_rearms = 0;              // how often the watchdog has woken the loop
    std::string breakdown;            // what was thrown inside; empty: nothing
    engine::Duration clock_offset{0}; // the store's clock minus the local wall clock
};

enum class StopOutcome : std::uint8_t { stopped, still_inside };

class Scheduler {
  public:
    // The hooks and the zones outlive it. Without a policy the job of retention is left as the store has it.
    Scheduler(engine::Config config, engine::Duration call_timeout, Hooks hooks, ZoneDirectory &zones,
              std::optional<RetentionPolicy> retention = std::nullopt);
    ~Scheduler(); // only when not started, or stopped
    Scheduler(const Scheduler &) = delete;
    Scheduler &operator=(const Scheduler &) = delete;

    enum class StartOutcome : std::uint8_t { ok, already, refused, failed };
    struct StartResult {
        StartOutcome outcome = StartOutcome::ok;
        std::string text;
    };
    StartResult start();
    StopOutcome stop(engine::StopMode mode, engine::Duration deadline);
    bool may_be_destroyed();

    // Blocks until it is answered, or call_timeout has passed.
    engine::Reply call(engine::CommandRequest request);

    AttemptLedger::Verdict complete(engine::Id run_id, std::int32_t attempt, engine::Completion completion);
    bool progress(engine::Id run_id, std::int32_t attempt);

    void jobs_changed(std::vector<std::string> job_ids); // none: any; of no effect unless started

    Health health();
    engine::Stats stats();

  private:
    StopOutcome end_threads();

    // Something threw inside, out of memory most likely: nothing more is decided, and health says so. From any thread.
    void break_down(const char *what) noexcept;

    // The loop thread
    void loop();
    void turn_until_stopped();
    void end_quiet(engine::Moment now);
    void look_at_zones(engine::Moment now);
    void look_at_retention(engine::Moment now);
    void retention_stored(const engine::Reply &reply);
    void handle_all(std::vector<Event> events);
    void handle(Event &event);
    void carry_out(engine::Decision &decision);
    void call_storage();
    void send_write(engine::Moment now);
    void publish();
    void tell_of_rearms();
    engine::Duration loop_age();
    void report_lateness(const engine::StartRun &run);
    void report_metrics();

    // Hooks on their workers
    RetentionExecutor::Surroundings around_retention();
    std::optional<engine::Instant> reliable_store_now(engine::Trigger trigger);
    void start_run(const engine::StartRun &run);
    void write_storage(const engine::Write &call, const Caller &caller);
    void read_storage(const engine::Read &call, const Caller &caller);

    engine::Config config_;
    engine::Duration call_timeout_;
    Hooks hooks_;
    ZoneDirectory &zones_;

    Alarm alarm_;
    Inbox inbox_;
    AttemptLedger ledger_;
    PendingCalls calls_;
    Worker::Broken on_broken_{[this](const char *what) { break_down(what); }};
    Worker write_worker_{"gs-write", HookKind::closed, on_broken_};
    Worker read_worker_{"gs-read", HookKind::closed, on_broken_};
    Worker executor_worker_{"gs-executor", HookKind::may_call, on_broken_};
    Worker notifier_worker_{"gs-notifier", HookKind::may_call, on_broken_};
    RetentionExecutor retention_{around_retention()};

    std::mutex end_mutex_; // one stop at a time joins the threads
    std::mutex life_mutex_;
    std::condition_variable life_changed_;
    LifeState life_ = LifeState::not_started;
    bool loop_running_ = false;
    std::optional<engine::Started> started_;
    std::thread loop_thread_;

    // Of the loop thread alone
    engine::Engine engine_;
    bool engine_stopped_ = false;
    engine::Moment zones_due_{};                // when to look at the zone data again
    std::optional<engine::Moment> quiet_until_; // of the inbox, while a write is under way
    std::optional<RetentionPolicy> policy_;
    std::optional<engine::Moment> retention_due_; // when to store its job
    engine::Stats reported_;
    std::int64_t reported_units_ = 0;

    std::mutex snapshot_mutex_;
    Health snapshot_;
    engine::Stats stats_snapshot_;
    std::optional<engine::Duration> store_offset_;    // the store's clock minus the monotonic one; none: not known
    std::optional<engine::Moment> store_known_since_; // since when it is known
    std::atomic<bool> starts_allowed_{true};
    std::atomic<bool> broken_down_{false};
    std::array<char, 160> breakdown_{}; // what was thrown; written before broken_down_ is set
    std::atomic<std::int64_t> turned_at_{0};
    std::atomic<std::int64_t> round_trip_{0};
    std::atomic<int> rearms_{0};
    int rearms_told_ = 0; // of the loop thread
    Watchdog watchdog_;   // the last one: it looks at all of the above
};

} // namespace gateway_scheduler::runtime
