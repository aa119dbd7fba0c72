// Meeting points of threads in tests: nothing sleeps to wait, and nothing waits for ever. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace runtime_test {

inline constexpr std::chrono::seconds kLongEnough{60}; // only reached when a test fails

// Closed until it is opened; whoever comes waits.
class Gate {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    // Waits until it is open; false when that takes too long.
    bool pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        return changed_.wait_for(lock, kLongEnough, [this] { return open_; });
    }
    // Waits until so many have come to it.
    bool wait_for_arrivals(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kLongEnough, [&] { return arrived_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int arrived_ = 0;
};

} // namespace runtime_test
