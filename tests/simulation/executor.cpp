#include "executor.h"

#include <array>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Completion Executor::draw_end(const Behaviour &behaviour) {
    Completion completion;
    completion.output = "output " + std::to_string(random_.below(1000));
    double draw = static_cast<double>(random_.below(1'000'000)) / 1e6;
    const std::array ends{std::pair(behaviour.fails, Result::failed),
                          std::pair(behaviour.fails_temporarily, Result::failed_temporarily),
                          std::pair(behaviour.busy, Result::busy), std::pair(behaviour.rejects, Result::rejected)};
    for (const auto &[probability, result] : ends) {
        if (draw >= 0 && draw < probability) completion.result = result;
        draw -= probability;
    }
    if (completion.result != Result::succeeded) completion.error = "it went wrong";
    return completion;
}

Executor::StartAnswer Executor::start(const StartRun &run, How how) {
    const Key key{run.run_id, run.attempt};
    StartAnswer answer;
    if (attempts_.contains(key)) {
        answer.again = true;
        return answer;
    }
    Behaviour behaviour;
    if (const auto known = behaviours_->find(run.definition->id); known != behaviours_->end())
        behaviour = known->second;
    if (calm_) behaviour = Behaviour{1s, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    answer.takes = random_.chance(0.01) ? random_.between(1s, 4s) : random_.between(100us, 5ms);
    if (how == How::unavailable || how == How::broken) {
        answer.status = how == How::broken ? StartStatus::failed : StartStatus::unavailable;
        return answer;
    }
    if (random_.chance(behaviour.start_refused)) {
        answer.status = random_.pick<StartStatus>(
            {StartStatus::busy, StartStatus::rejected, StartStatus::unavailable, StartStatus::failed});
        return answer;
    }
    Attempt attempt;
    attempt.job_id = run.definition->id;
    attempt.ignores_cancel = random_.chance(behaviour.ignores_cancel);
    attempts_.emplace(key, std::move(attempt));
    if (random_.chance(behaviour.never_ends)) return answer;
    const bool at_once = how == How::ends_first || random_.chance(behaviour.ends_before_start_returns);
    const Duration duration = at_once ? answer.takes / 2 : random_.around(behaviour.mean_duration);
    const Completion completion = draw_end(behaviour);
    end_after(key, duration, completion);
    if (random_.chance(behaviour.ends_twice)) end_after(key, duration + random_.between(0us, 30s), completion);
    return answer;
}

void Executor::end_after(const Key &key, Duration delay, Completion completion) {
    timeline_.after(delay, [this, key, session = session_, completion = std::move(completion)] {
        happen_([this, key, session, completion] {
            if (session == session_) end(key, completion);
        });
    });
}

void Executor::end(const Key &key, const Completion &completion) {
    // What it said once it stays with; of an attempt that was released it may say anything, late.
    const auto found = attempts_.find(key);
    if (found != attempts_.end() && !found->second.end) found->second.end = completion;
    const Completion said = found == attempts_.end() ? completion : *found->second.end;
    if (completed_) completed_(key.first, key.second, said);
}

void Executor::cancel(const CancelAttempt &attempt) {
    const Key key{attempt.run_id, attempt.attempt};
    const auto found = attempts_.find(key);
    if (found == attempts_.end() || found->second.end || found->second.canceled) return;
    found->second.canceled = true;
    if (found->second.ignores_cancel && !calm_) return;
    Completion completion;
    completion.result = Result::canceled;
    end_after(key, random_.between(1ms, 3s), completion);
}

Executor::QueryAnswer Executor::query(const QueryAttempt &attempt) const {
    const auto found = attempts_.find({attempt.run_id, attempt.attempt});
    if (found == attempts_.end()) return {AttemptState::never_started, std::nullopt};
    if (found->second.end) return {AttemptState::ended, found->second.end};
    return {AttemptState::going, std::nullopt};
}

// What was released is forgotten, as long as it is not going: then its late end is still to come.
void Executor::release(const ReleaseAttempt &attempt) {
    attempts_.erase({attempt.run_id, attempt.attempt});
}

void Executor::die() {
    attempts_.clear();
    session_ = random_.id();
}

bool Executor::going(Id run_id, std::int32_t attempt) const {
    const auto found = attempts_.find({run_id, attempt});
    return found != attempts_.end() && !found->second.end;
}

void Executor::tell_again() {
    const auto attempts = attempts_;
    for (const auto &[key, attempt] : attempts) {
        if (attempt.end && completed_) completed_(key.first, key.second, *attempt.end);
    }
}

} // namespace simulation
