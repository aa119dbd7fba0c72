// Simulated time: what is going to happen, in order. Nothing waits, nothing depends on the real time. Not thread-safe.
#pragma once

#include "engine/time.h"

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace simulation {

namespace engine = gateway_scheduler::engine;

class Timeline {
  public:
    // Since the beginning of the simulation.
    engine::Duration now() const { return now_; }

    // Called each time it has gone on.
    void watch(std::function<void()> watcher) { watcher_ = std::move(watcher); }

    void after(engine::Duration delay, std::function<void()> happening) {
        events_.push({now_ + std::max(delay, engine::Duration(0)), ++sequence_, std::move(happening)});
    }

    void run_until(engine::Duration end) {
        while (!events_.empty() && events_.top().at <= end) {
            // The queue only gives its first element away as const; it is popped before anything can look at it again.
            Event event = std::move(const_cast<Event &>(events_.top()));
            events_.pop();
            now_ = event.at;
            if (watcher_) watcher_();
            event.happening();
        }
        now_ = end;
        if (watcher_) watcher_();
    }

  private:
    struct Event {
        engine::Duration at{};
        std::uint64_t sequence = 0; // what was planned first happens first
        std::function<void()> happening;

        bool operator<(const Event &other) const { return at != other.at ? at > other.at : sequence > other.sequence; }
    };

    engine::Duration now_{0};
    std::uint64_t sequence_ = 0;
    std::function<void()> watcher_;
    std::priority_queue<Event> events_;
};

} // namespace simulation
