// The engine's three kinds of time, as types that cannot be mixed up: instants of the store's clock, moments of the
// machine's monotonic clock, and durations. Values only.
#pragma once

#include "schedule/instant.h"

#include <chrono>
#include <optional>

namespace gateway_scheduler::engine {

using schedule::Duration;
using schedule::Instant;

// CLOCK_BOOTTIME: goes on through suspend, never goes back. The engine is told its readings; it never reads it.
struct BootClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootClock, duration>;
    static constexpr bool is_steady = true;
};

using Moment = BootClock::time_point;

} // namespace gateway_scheduler::engine
