#include "runtime/worker.h"

#include <pthread.h>

#include <exception>
#include <utility>

namespace gateway_scheduler::runtime {

Worker::~Worker() {
    // Whoever destroys a worker has stopped it before; a task that hangs keeps its worker alive (Scheduler::destroy).
    stop(std::chrono::hours(1));
}

void Worker::start() {
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) return;
    running_ = true;
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), name_.c_str());
}

void Worker::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        tasks_.push_back(std::move(task));
    }
    changed_.notify_all();
}

void Worker::run() {
    const InsideHook inside(hooks_);
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) break; // stopping
        const std::function<void()> task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        try {
            task();
        } catch (const std::exception &error) { // memory, most likely: an answer is lost, and with it what waits for it
            broken_(error.what());
        }
        lock.lock();
    }
    running_ = false;
    changed_.notify_all();
}

bool Worker::stop(std::chrono::microseconds patience) {
    return end(patience, true);
}

bool Worker::finish(std::chrono::microseconds patience) {
    return end(patience, false);
}

bool Worker::end(std::chrono::microseconds patience, bool drop) {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    if (drop) tasks_.clear();
    changed_.notify_all();
    if (!changed_.wait_for(lock, patience, [this] { return !running_; })) return false;
    lock.unlock();
    if (thread_.joinable()) thread_.join();
    return true;
}

} // namespace gateway_scheduler::runtime
