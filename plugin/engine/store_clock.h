// Estimates the store's clock between its answers, from the machine's monotonic clock. The estimate is never ahead of
// the store as long as neither drifts, so that a claim by it is not early. Not thread-safe.
#pragma once

#include "engine/time.h"

#include <optional>

namespace gateway_scheduler::engine {

class StoreClock {
  public:
    StoreClock(Duration leap, Duration confirmed) : leap_(leap), confirmed_after_(confirmed) {}

    // The store said `now` at some moment from `sent` to `received`.
    void answered(Instant now, Moment sent, Moment received);

    bool known() const { return offset_.has_value(); }
    Instant at(Moment moment) const { return Instant(moment.time_since_epoch() + *offset_); }
    Moment moment_of(Instant instant) const;

    // The store's clock leapt forward, and that has not been confirmed for long enough: no claims for now.
    bool claims_held() const;

    // How often the store's clock was seen to step, in either direction, by more than a second.
    std::int64_t steps() const { return steps_; }

  private:
    void judge_leap(Duration from, Duration to, Moment received);

    Duration leap_;
    Duration confirmed_after_;
    std::optional<Duration> offset_; // store's clock minus monotonic clock
    std::optional<Moment> held_since_;
    Duration before_leap_{0};
    std::int64_t steps_ = 0;
};

} // namespace gateway_scheduler::engine
