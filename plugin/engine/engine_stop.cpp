// How an engine ends: runs first, then the final writes, then its membership.
#include "engine/engine.h"

namespace gateway_scheduler::engine {

namespace {
// How long the final writes may wait for a storage that does not answer.
constexpr Duration kPatience = std::chrono::seconds(10);
} // namespace

void Engine::stop(StopMode mode, Moment deadline, Moment now) {
    core_.now = now;
    if (stopped_) return;
    const bool sooner = stop_mode_ && (deadline < stop_deadline_ || mode == StopMode::cancel);
    if (stop_mode_ && !sooner) return step(now);
    core_.stopping = true;
    stop_mode_ = mode;
    stop_deadline_ = mode == StopMode::cancel ? std::max(now, deadline) + core_.config.cancel_grace : deadline;
    commands_.end_all("the scheduler is stopping");
    inquiries_.end_all("the scheduler is stopping");
    notices_.left();
    runs_.stop(mode);
    step(now);
}

void Engine::advance_stop() {
    const bool may_leave = replica_.state() != Replica::State::leaving;
    if (!may_leave) {
        if (core_.now >= stop_deadline_) finish_stop(); // the store does not answer: what is open is recovered later
        return;
    }
    const bool writes_done = core_.writes.idle();
    const bool resolved = *stop_mode_ != StopMode::drain || !recovery_.recovering();
    if (runs_.empty() && writes_done && resolved) {
        stop_deadline_ = std::max(stop_deadline_, core_.now + kPatience);
        replica_.leave();
        if (replica_.state() == Replica::State::left) finish_stop();
        return;
    }
    if (core_.now < stop_deadline_) return;
    if (*stop_mode_ == StopMode::drain) { // those that did not end in time are canceled
        stop_mode_ = StopMode::cancel;
        stop_deadline_ = core_.now + core_.config.cancel_grace + kPatience;
        runs_.stop(StopMode::cancel);
        return;
    }
    finish_stop();
}

void Engine::finish_stop() {
    if (stopped_) return;
    stopped_ = true;
    core_.releases_held_until = core_.now;
    core_.release_held();
    replica_.give_up();
    core_.joined = false;
    core_.writes.abandon();
    core_.reads.clear();
    core_.decide(Stopped{});
}

} // namespace gateway_scheduler::engine
