// server_clock.h - the server's clock as it was last heard of, and what has passed here since.
// Thread-safety: any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace sample_host::postgresql {

using Clock = std::function<std::int64_t()>; // microseconds since 1970, UTC

class ServerClock {
  public:
    // `stand_in`, if there is one, is asked instead of any server.
    explicit ServerClock(Clock stand_in) : stand_in_(std::move(stand_in)) {}

    const Clock &stand_in() const { return stand_in_; }
    void heard(std::int64_t now);
    std::int64_t now() const;

  private:
    Clock stand_in_;
    std::atomic<std::int64_t> ahead_of_boot_ = 0; // microseconds
};

} // namespace sample_host::postgresql
