#include "runtime/retention_executor.h"

#include "runtime/retention_job.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::runtime {

namespace {

// A storage that a host locks for a moment answers again; an outage is for the run's own retries.
constexpr int kTries = 5;
constexpr engine::Duration kBetweenTries = std::chrono::seconds(1);
constexpr engine::Duration kClockLook = std::chrono::seconds(1);

// A quarter of the time at most is spent inside the storage.
engine::Duration pause_behind(engine::Duration call) {
    return std::clamp<engine::Duration>(3 * call, std::chrono::milliseconds(2), std::chrono::seconds(2));
}

// None: it was carried out. A membership that is over is begun anew.
std::optional<engine::Result> failure(const PurgeAnswer &answer) {
    if (answer.status == engine::CallStatus::unavailable) return engine::Result::failed_temporarily;
    if (answer.status == engine::CallStatus::failed) return engine::Result::failed;
    if (answer.outcome == engine::ItemOutcome::refused) return engine::Result::failed_temporarily;
    return answer.outcome == engine::ItemOutcome::done ? std::nullopt : std::optional(engine::Result::failed);
}

// It is to be tried again: nobody wants less to be removed.
bool is_interruption(engine::Reason reason) {
    return reason == engine::Reason::stopped || reason == engine::Reason::fenced;
}

engine::Completion ended(engine::Result result, std::string output, std::string error) {
    engine::Completion completion;
    completion.result = result;
    completion.output = std::move(output);
    completion.error = std::move(error);
    return completion;
}

} // namespace

RetentionExecutor::RetentionExecutor(Surroundings surroundings)
    : around_(std::move(surroundings)), worker_("gs-retention", HookKind::closed, around_.broken) {}

void RetentionExecutor::start(const engine::StartRun &run, const Caller &caller) {
    {
        const std::lock_guard lock(mutex_);
        runs_[run.run_id] = Attempt{run.attempt, Ending::none, std::nullopt};
    }
    worker_.post([this, run, caller] { carry_out(run, caller); });
}

bool RetentionExecutor::cancel(const engine::CancelAttempt &attempt) {
    const std::lock_guard lock(mutex_);
    const auto run = runs_.find(attempt.run_id);
    if (run == runs_.end()) return false;
    run->second.ending = is_interruption(attempt.reason) ? Ending::stopped : Ending::canceled;
    changed_.notify_all();
    return true;
}

bool RetentionExecutor::release(const engine::ReleaseAttempt &attempt) {
    const std::lock_guard lock(mutex_);
    const auto run = runs_.find(attempt.run_id);
    if (run == runs_.end()) return false;
    if (run->second.number == attempt.attempt) runs_.erase(run);
    return true;
}

QueryAnswer RetentionExecutor::query(const engine::QueryAttempt &attempt) {
    const std::lock_guard lock(mutex_);
    Attempt stopped{attempt.attempt, Ending::stopped, std::nullopt};
    stopped.completion = ended(engine::Result::failed_temporarily, {}, "the scheduler that carried it out was stopped");
    const Attempt &known = runs_.emplace(attempt.run_id, std::move(stopped)).first->second;
    if (!known.completion) return {engine::AttemptState::going, std::nullopt};
    return {engine::AttemptState::ended, known.completion};
}

void RetentionExecutor::wind_down() {
    const std::lock_guard lock(mutex_);
    winding_down_ = true;
    changed_.notify_all();
}

bool RetentionExecutor::stop(std::chrono::microseconds patience) {
    wind_down();
    return worker_.stop(patience);
}

void RetentionExecutor::carry_out(const engine::StartRun &run, const Caller &caller) {
    using engine::StartStatus;
    if (around_.clock.boottime() >= run.permit_until) {
        return around_.started(run.run_id, run.attempt, {StartStatus::too_late, {}});
    }
    if (run.definition->id != kRetentionJob) {
        return around_.started(run.run_id, run.attempt,
                               {StartStatus::rejected, "this release of the scheduler has no such job of its own"});
    }
    around_.started(run.run_id, run.attempt, {});
    engine::Completion completion = sweep(run, caller);
    {
        const std::lock_guard lock(mutex_);
        const auto known = runs_.find(run.run_id);
        if (known != runs_.end()) known->second.completion = completion;
    }
    around_.completed(run.run_id, run.attempt, std::move(completion));
}

engine::Completion RetentionExecutor::sweep(const engine::StartRun &run, const Caller &caller) {
    using engine::Result;
    const auto policy = policy_from_json(run.payload);
    if (!policy)
        return ended(Result::failed, {}, "the job's payload says no policy; expected one that the scheduler wrote");
    const auto now = wait_for_clock(run);
    std::optional<RetentionSweep> sweep;
    if (now) sweep.emplace(*policy, *now);
    const auto report = [&sweep] { return sweep ? sweep->report() : std::string("removed nothing"); };
    while (ending(run.run_id) == Ending::none) {
        const Purge *call = sweep->next();
        if (!call) return ended(Result::succeeded, report(), {});
        const engine::Moment sent = around_.clock.boottime();
        const PurgeAnswer answer = purge(run, caller, *call);
        if (const auto result = failure(answer)) return ended(*result, report(), answer.error);
        if (!sweep->answered(answer)) return ended(Result::failed, report(), "the storage's purge does not get on");
        around_.progressed(run.run_id, run.attempt);
        if (sweep->next()) pause(run.run_id, pause_behind(around_.clock.boottime() - sent));
    }
    if (ending(run.run_id) == Ending::canceled) return ended(Result::canceled, report(), "canceled");
    return ended(Result::failed_temporarily, report(), "the scheduler was stopped before the end of the sweep");
}

std::optional<engine::Instant> RetentionExecutor::wait_for_clock(const engine::StartRun &run) {
    while (true) {
        if (const auto now = around_.store_now(run.trigger)) return now;
        around_.progressed(run.run_id, run.attempt);
        if (pause(run.run_id, kClockLook) != Ending::none) return std::nullopt;
    }
}

// The same call again goes over the same rows: what it removed before is gone.
PurgeAnswer RetentionExecutor::purge(const engine::StartRun &run, const Caller &caller, const Purge &call) {
    PurgeAnswer answer = around_.storage.purge(caller, call);
    for (int tries = 1; tries < kTries && answer.status == engine::CallStatus::unavailable; ++tries) {
        if (pause(run.run_id, kBetweenTries) != Ending::none) break;
        answer = around_.storage.purge(caller, call);
    }
    return answer;
}

RetentionExecutor::Ending RetentionExecutor::pause(engine::Id run_id, engine::Duration duration) {
    std::unique_lock lock(mutex_);
    const auto asked = [&] {
        const auto run = runs_.find(run_id);
        return winding_down_ || run == runs_.end() || run->second.ending != Ending::none;
    };
    changed_.wait_for(lock, duration, asked);
    lock.unlock();
    return ending(run_id);
}

RetentionExecutor::Ending RetentionExecutor::ending(engine::Id run_id) {
    const std::lock_guard lock(mutex_);
    const auto run = runs_.find(run_id);
    if (run == runs_.end()) return Ending::canceled; // nobody waits for its end any more
    if (run->second.ending != Ending::none) return run->second.ending;
    return winding_down_ ? Ending::stopped : Ending::none;
}

} // namespace gateway_scheduler::runtime
