#include "runtime/watchdog.h"

#include <pthread.h>

#include <utility>

namespace gateway_scheduler::runtime {

Watchdog::Watchdog(engine::Duration period, engine::Duration limit, Age age, Wake wake)
    : period_(period), limit_(limit), age_(std::move(age)), wake_(std::move(wake)) {}

void Watchdog::start() {
    thread_ = std::thread([this] { watch(); });
    pthread_setname_np(thread_.native_handle(), "gs-watchdog");
}

void Watchdog::watch() {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, period_, [this] { return stopping_; })) {
        if (age_() > limit_) wake_();
    }
}

void Watchdog::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ended_.notify_all();
    if (thread_.joinable()) thread_.join();
}

} // namespace gateway_scheduler::runtime
