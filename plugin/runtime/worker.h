// A thread that carries out tasks in order, for hooks that may block. Any thread may post. A task that throws (out of
// memory: hooks do not throw) is told to `broken`, on the thread; what waited for it will wait for ever.
#pragma once

#include "runtime/reentrancy.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace gateway_scheduler::runtime {

class Worker {
  public:
    using Broken = std::function<void(const char *what)>;

    // `hooks` is what its tasks are inside of.
    Worker(std::string name, HookKind hooks, Broken broken)
        : name_(std::move(name)), hooks_(hooks), broken_(std::move(broken)) {}
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;
    ~Worker();

    void start();
    void post(std::function<void()> task);

    // Drops the tasks that have not begun and ends the thread; false when a task is still inside after `patience`.
    // May be called again.
    bool stop(std::chrono::microseconds patience);

    // The same, and the tasks that were posted before are carried out first.
    bool finish(std::chrono::microseconds patience);

  private:
    void run();
    bool end(std::chrono::microseconds patience, bool drop);

    std::string name_; // at most 15 bytes, shown by ps and gdb
    HookKind hooks_;
    Broken broken_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    bool running_ = false;
    std::thread thread_;
};

} // namespace gateway_scheduler::runtime
