// What the loop sleeps on: a deadline on CLOCK_BOOTTIME, a wake-up from another thread, or a step of the wall clock.
// wake() may be called from any thread, the rest from the loop only.
#pragma once

#include "engine/time.h"

#include <optional>

namespace gateway_scheduler::runtime {

// A file descriptor that is closed with its owner.
class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor();
    int get() const { return descriptor_; }

  private:
    int descriptor_;
};

class Alarm {
  public:
    Alarm(); // throws std::system_error

    void wake();

    struct Woken {
        bool clock_stepped = false;
    };
    // Returns at the latest after `longest`; at once when that is zero or less.
    Woken sleep(engine::Duration longest);

  private:
    void watch(int descriptor);
    void arm_step_watch();

    Descriptor epoll_;
    Descriptor event_;
    Descriptor timer_;      // CLOCK_BOOTTIME
    Descriptor step_watch_; // CLOCK_REALTIME, never meant to go off: it tells of steps
};

} // namespace gateway_scheduler::runtime
