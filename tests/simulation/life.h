// One scheduler from its creation to its end: drives an engine by its next_wake and by the answers of the simulated
// hooks alone, as the runtime does with threads. Not thread-safe.
#pragma once

#include "engine/engine.h"
#include "world.h"

#include <deque>
#include <functional>
#include <memory>
#include <variant>

namespace simulation {

class Life : public std::enable_shared_from_this<Life> {
  public:
    Life(World &world, std::shared_ptr<Process> process, const engine::Config &config);

    void start();
    void stop(engine::StopMode mode, engine::Duration patience);
    void crash(bool writes_survive); // a write that is on its way may still take effect
    void command(engine::CommandId id, engine::CommandRequest request);
    void complete(engine::Id run_id, std::int32_t attempt, const engine::Completion &completion);
    void step_clock();

    std::uint64_t number() const { return number_; } // of this scheduler, among all of the simulation
    const Process &process() const { return *process_; }
    bool alive() const { return alive_; }
    bool stopped() const { return stopped_; }
    bool stopping() const { return stopping_; }

  private:
    using ExecutorCall =
        std::variant<engine::StartRun, engine::CancelAttempt, engine::QueryAttempt, engine::ReleaseAttempt>;

    engine::Moment moment() const { return engine::Moment(boot_offset_ + process_->clock()); }
    void later(engine::Duration delay, std::function<void(Life &)> happening); // unless it has ended by then
    void pump();                                                               // after whatever was told to the engine
    void carry_out(engine::Decision &decision);
    void set_alarm();
    Place place() const { return {number_, process_->number(), engine_->incarnation()}; }

    // life_storage.cpp: the two storage threads
    void call_storage();
    void send_write(const engine::Write &call);
    void send_read(const engine::Read &call);
    void call_for_nothing();

    // life_hooks.cpp: the executor thread and the notifier thread
    void next_executor_call();
    engine::Duration call_executor(const engine::StartRun &run);
    engine::Duration call_executor(const engine::CancelAttempt &attempt);
    engine::Duration call_executor(const engine::QueryAttempt &attempt);
    engine::Duration call_executor(const engine::ReleaseAttempt &attempt);
    void start_answered(const engine::StartRun &run, const Executor::StartAnswer &answer);
    void next_notice();
    HookFault fault_of(Hook hook); // a crash happens at once or right afterwards
    engine::Duration hang();

    World &world_;
    std::shared_ptr<Process> process_;
    engine::Config config_;
    std::uint64_t number_;
    std::unique_ptr<engine::Engine> engine_;
    engine::Duration boot_offset_; // its monotonic clock has a beginning of its own
    bool alive_ = true;
    bool stopping_ = false;
    bool stopped_ = false;
    bool writes_survive_ = true;
    std::optional<engine::Moment> alarm_;
    std::uint64_t alarm_number_ = 0;
    std::deque<ExecutorCall> executor_calls_;
    bool executor_busy_ = false;
    std::deque<engine::Announce> notices_;
    bool notifier_busy_ = false;
};

} // namespace simulation
