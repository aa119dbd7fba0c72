// One process of a gateway: its executions, its schedulers and its monotonic clock. It can be suspended, and what
// should have happened in it happens when it goes on; it dies as a whole. Not thread-safe.
#pragma once

#include "executor.h"
#include "timeline.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace simulation {

class Life;

class Process {
  public:
    // `drift` of its monotonic clock, in parts per million. With `executor` its attempts live elsewhere and outlive it.
    Process(Timeline &timeline, Random random, std::uint64_t number, std::int64_t drift,
            std::shared_ptr<Executor> executor);

    std::uint64_t number() const { return number_; }
    Executor &executor() { return *executor_; }
    bool executor_elsewhere() const { return elsewhere_; }

    // Its monotonic clock, but for an offset; and how long to wait, at the least, for it to go on by so much.
    engine::Duration clock() const { return timeline_.now() + timeline_.now() * drift_ / kMillion; }
    engine::Duration wait_for(engine::Duration span) const { return span - span * drift_ / kMillion; }

    bool alive() const { return alive_; }
    bool suspended() const { return suspended_; }
    // Now, or when it goes on, or never.
    template <class What>
    void happen(What &&what) {
        if (!alive_) return;
        if (suspended_)
            postponed_.push_back(std::forward<What>(what));
        else
            what();
    }
    void suspend() { suspended_ = true; }
    void resume();
    void die();

    // The scheduler that the host gives completions to.
    void serve(std::weak_ptr<Life> present) { present_ = std::move(present); }
    std::shared_ptr<Life> present() const { return present_.lock(); }

  private:
    static constexpr std::int64_t kMillion = 1'000'000;

    Timeline &timeline_;
    std::uint64_t number_;
    std::int64_t drift_;
    bool elsewhere_;
    std::shared_ptr<Executor> executor_;
    bool alive_ = true;
    bool suspended_ = false;
    std::deque<std::function<void()>> postponed_;
    std::weak_ptr<Life> present_;
};

} // namespace simulation
