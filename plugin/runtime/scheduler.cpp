#include "runtime/scheduler.h"

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <utility>

namespace gateway_scheduler::runtime {

namespace {

// How long stop waits for hooks that are inside when everything else has ended.
constexpr engine::Duration kHookPatience = std::chrono::seconds(2);
// How long the loop may take beyond the deadline and the grace, for the final writes and for leaving the store.
constexpr engine::Duration kLoopPatience = std::chrono::seconds(40);

engine::Reply not_running() {
    engine::Reply reply;
    reply.status = engine::CommandStatus::not_running;
    reply.text = "the scheduler is not running; expected a call between start and stop";
    return reply;
}

} // namespace

Scheduler::Scheduler(engine::Config config, engine::Duration call_timeout, Hooks hooks, ZoneDirectory &zones,
                     std::optional<RetentionPolicy> retention)
    : config_(config),
      call_timeout_(call_timeout),
      hooks_(hooks),
      zones_(zones),
      inbox_([this] { alarm_.wake(); }),
      engine_(std::move(config), zones),
      policy_(retention),
      watchdog_(
          config_.watchdog_period, config_.loop_limit, [this] { return loop_age(); },
          [this] {
              ++rearms_;
              alarm_.wake();
          }) {}

Scheduler::~Scheduler() {
    if (loop_thread_.joinable()) loop_thread_.join();
}

Scheduler::StartResult Scheduler::start() {
    std::unique_lock lock(life_mutex_);
    if (life_ == LifeState::stopping || life_ == LifeState::stopped) {
        return {StartOutcome::refused, "the scheduler was stopped; expected a new one"};
    }
    if (life_ != LifeState::not_started) return {StartOutcome::already, "the scheduler was started before"};
    if (std::string problem = zones_.problem(); !problem.empty()) return {StartOutcome::failed, std::move(problem)};
    try {
        write_worker_.start();
        read_worker_.start();
        executor_worker_.start();
        notifier_worker_.start();
        retention_.start_thread();
        watchdog_.start();
        loop_running_ = true;
        loop_thread_ = std::thread([this] { loop(); });
    } catch (const std::system_error &error) {
        loop_running_ = false;
        watchdog_.stop();
        for (Worker *worker : {&write_worker_, &read_worker_, &executor_worker_, &notifier_worker_}) {
            worker->stop(kHookPatience);
        }
        retention_.stop(kHookPatience);
        return {StartOutcome::failed, std::string("no thread could be started: ") + error.what()};
    }
    life_ = LifeState::starting;
    // A storage call may take long; start does not wait for ever for the first one.
    life_changed_.wait_for(lock, call_timeout_, [this] { return started_ || life_ != LifeState::starting; });
    if (!started_ || started_->status == engine::CommandStatus::ok) {
        if (life_ == LifeState::starting) life_ = LifeState::running;
        return {};
    }
    StartResult failed{StartOutcome::failed, started_->text};
    lock.unlock();
    stop(engine::StopMode::cancel, engine::Duration(0));
    return failed;
}

StopOutcome Scheduler::stop(engine::StopMode mode, engine::Duration deadline) {
    std::unique_lock lock(life_mutex_);
    if (life_ == LifeState::not_started) {
        life_ = LifeState::stopped;
        calls_.close(not_running());
        return StopOutcome::stopped;
    }
    if (life_ != LifeState::stopped) life_ = LifeState::stopping;
    life_changed_.notify_all();
    inbox_.put(StopAsked{mode, hooks_.clock.boottime() + std::max(deadline, engine::Duration(0))});
    // The engine keeps its deadlines; only a log or metrics hook that hangs can hold the loop for longer.
    const engine::Duration limit = std::max(deadline, engine::Duration(0)) + config_.cancel_grace + kLoopPatience;
    if (!life_changed_.wait_for(lock, limit, [this] { return !loop_running_; })) {
        starts_allowed_.store(false);
        return StopOutcome::still_inside;
    }
    lock.unlock();
    return end_threads();
}

StopOutcome Scheduler::end_threads() {
    const std::lock_guard end(end_mutex_);
    calls_.close(not_running());
    watchdog_.stop();
    if (loop_thread_.joinable()) loop_thread_.join();
    starts_allowed_.store(false);
    bool ended = executor_worker_.finish(kHookPatience); // cancels and releases that were decided are carried out
    for (Worker *worker : {&write_worker_, &read_worker_, &notifier_worker_}) {
        ended = worker->stop(kHookPatience) && ended;
    }
    ended = retention_.stop(kHookPatience) && ended;
    if (!ended) return StopOutcome::still_inside;
    const std::lock_guard lock(life_mutex_);
    life_ = LifeState::stopped;
    return StopOutcome::stopped;
}

bool Scheduler::may_be_destroyed() {
    const std::lock_guard lock(life_mutex_);
    return life_ == LifeState::not_started || life_ == LifeState::stopped;
}

engine::Reply Scheduler::call(engine::CommandRequest request) {
    {
        const std::lock_guard lock(life_mutex_);
        if (life_ != LifeState::starting && life_ != LifeState::running) return not_running();
    }
    const engine::CommandId id = calls_.open();
    inbox_.put(CommandGiven{id, std::move(request), hooks_.clock.boottime() + call_timeout_});
    return calls_.wait(id);
}

AttemptLedger::Verdict Scheduler::complete(engine::Id run_id, std::int32_t attempt, engine::Completion completion) {
    const AttemptLedger::Verdict verdict = ledger_.complete(run_id, attempt);
    if (verdict == AttemptLedger::Verdict::accepted || verdict == AttemptLedger::Verdict::late) {
        inbox_.put(RunCompleted{run_id, attempt, std::move(completion)});
    }
    return verdict;
}

bool Scheduler::progress(engine::Id run_id, std::int32_t attempt) {
    if (!ledger_.awaited(run_id, attempt)) return false;
    inbox_.put(RunProgressed{run_id, attempt});
    return true;
}

void Scheduler::jobs_changed(std::vector<std::string> job_ids) {
    {
        const std::lock_guard lock(life_mutex_);
        if (life_ != LifeState::starting && life_ != LifeState::running) return;
    }
    inbox_.put(JobsChanged{std::move(job_ids)});
}

Health Scheduler::health() {
    Health health;
    {
        const std::lock_guard lock(snapshot_mutex_);
        health = snapshot_;
    }
    {
        const std::lock_guard lock(life_mutex_);
        health.state = life_;
    }
    health.loop_age = loop_age();
    health.loop_rearms = rearms_.load();
    if (broken_down_.load()) health.breakdown = breakdown_.data();
    health.storage_round_trip = engine::Duration(round_trip_.load());
    return health;
}

engine::Duration Scheduler::loop_age() {
    const std::int64_t now = hooks_.clock.boottime().time_since_epoch().count();
    const std::int64_t turned_at = turned_at_.load();
    return engine::Duration(turned_at == 0 ? 0 : std::max<std::int64_t>(0, now - turned_at));
}

void Scheduler::break_down(const char *what) noexcept {
    if (broken_down_.load()) return;
    std::snprintf(breakdown_.data(), breakdown_.size(), "%s", what);
    broken_down_.store(true);
    starts_allowed_.store(false);
    engine::Reply reply;
    reply.status = engine::CommandStatus::failed;
    reply.text = "broken down"; // short, so that nothing is allocated
    calls_.close(std::move(reply));
    alarm_.wake();
    life_changed_.notify_all();
}

engine::Stats Scheduler::stats() {
    const std::lock_guard lock(snapshot_mutex_);
    return stats_snapshot_;
}

} // namespace gateway_scheduler::runtime
