// Carries out the runs of system/retention, on a thread of its own: one purge after the other, with a pause behind
// each, so that claims never wait for more than one short call. What it is told comes from the loop thread.
#pragma once

#include "runtime/hooks.h"
#include "runtime/retention_sweep.h"
#include "runtime/worker.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace gateway_scheduler::runtime {

class RetentionExecutor {
  public:
    // Called from the thread, except for the last one.
    struct Surroundings {
        StorageHook &storage;
        ClockHook &clock;
        std::function<std::optional<engine::Instant>(engine::Trigger)> store_now; // none: it cannot be relied on yet
        std::function<void(engine::Id, std::int32_t, StartAnswer)> started;
        std::function<void(engine::Id, std::int32_t, engine::Completion)> completed;
        std::function<void(engine::Id, std::int32_t)> progressed;
        Worker::Broken broken; // from any thread
    };

    explicit RetentionExecutor(Surroundings surroundings);

    void start_thread() { worker_.start(); }

    void start(const engine::StartRun &run, const Caller &caller);

    // Of a run that is not one of these: false, and nothing happens.
    bool cancel(const engine::CancelAttempt &attempt);
    bool release(const engine::ReleaseAttempt &attempt);

    // What was going under another scheduler has ended with it.
    QueryAnswer query(const engine::QueryAttempt &attempt);

    // The scheduler stops, in whatever mode: what is going ends behind the call that is under way, to be tried again.
    void wind_down();
    bool stop(std::chrono::microseconds patience);

  private:
    enum class Ending : std::uint8_t { none, canceled, stopped };
    struct Attempt {
        std::int32_t number = 0;
        Ending ending = Ending::none;
        std::optional<engine::Completion> completion; // it has ended
    };

    void carry_out(const engine::StartRun &run, const Caller &caller);
    engine::Completion sweep(const engine::StartRun &run, const Caller &caller);
    std::optional<engine::Instant> wait_for_clock(const engine::StartRun &run);
    PurgeAnswer purge(const engine::StartRun &run, const Caller &caller, const Purge &call);
    Ending pause(engine::Id run_id, engine::Duration duration);
    Ending ending(engine::Id run_id);

    Surroundings around_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<engine::Id, Attempt> runs_; // until they are released
    bool winding_down_ = false;
    Worker worker_; // the last one: it uses all of the above
};

} // namespace gateway_scheduler::runtime
