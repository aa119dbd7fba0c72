// worker.cpp - see worker.h.
#include "worker.h"

#include <chrono>

namespace conformance::kit {

Worker::Worker() : thread_([this] { work(); }) {}

Worker::~Worker() {
    {
        const std::scoped_lock hold(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Worker::work() {
    std::unique_lock hold(mutex_);
    while (!ending_) {
        if (!task_) {
            changed_.wait(hold);
            continue;
        }
        const std::function<void()> task = std::move(task_);
        task_ = nullptr;
        hold.unlock();
        task();
        hold.lock();
        inside_ = false;
        changed_.notify_all();
    }
}

bool Worker::run(std::function<void()> task, const std::function<bool()> &give_up) {
    constexpr std::chrono::milliseconds now_and_then(20);
    std::unique_lock hold(mutex_);
    task_ = std::move(task);
    inside_ = true;
    changed_.notify_all();
    while (!changed_.wait_for(hold, now_and_then, [this] { return !inside_; })) {
        hold.unlock();
        const bool given_up = give_up();
        hold.lock();
        if (given_up && inside_) return false;
    }
    return true;
}

bool Worker::is_inside() const {
    const std::scoped_lock hold(mutex_);
    return inside_;
}

} // namespace conformance::kit
