// Looks from time to time whether the loop still turns, and wakes it when it sleeps beyond its time: a timer that has
// died looks like one that has nothing to do. A thread of its own, because whatever else could look is woken by the
// loop.
#pragma once

#include "engine/time.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace gateway_scheduler::runtime {

class Watchdog {
  public:
    using Age = std::function<engine::Duration()>; // since the loop turned last; any thread, returns at once
    using Wake = std::function<void()>;            // likewise

    Watchdog(engine::Duration period, engine::Duration limit, Age age, Wake wake);
    ~Watchdog() { stop(); }
    Watchdog(const Watchdog &) = delete;
    Watchdog &operator=(const Watchdog &) = delete;

    void start(); // throws std::system_error
    void stop();  // returns when its thread has ended

  private:
    void watch();

    engine::Duration period_;
    engine::Duration limit_;
    Age age_;
    Wake wake_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace gateway_scheduler::runtime
