// worker.h - one thread that carries out one task after the other, and can be left behind when a task never ends.
// Thread-safety: run() from one thread at a time; the rest from any thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace conformance::kit {

class Worker {
  public:
    Worker();
    // Waits for a task that is inside; whoever cannot wait leaves the object alone for ever.
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    // Waits until the task has returned, or until `give_up`, which is asked now and then, says so; then false.
    bool run(std::function<void()> task, const std::function<bool()> &give_up);
    bool is_inside() const;

  private:
    void work();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> task_;
    bool inside_ = false;
    bool ending_ = false;
    std::thread thread_;
};

} // namespace conformance::kit
