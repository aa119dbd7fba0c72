// The types of time, and the range of it that schedules know. Instants (UTC) and local times are different types,
// so that they cannot be mixed up. Plain values; any thread.
#pragma once

#include <chrono>

#include <date/date.h>

namespace gateway_scheduler::schedule {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<std::chrono::microseconds>; // UTC, without leap seconds
using LocalTime = date::local_time<std::chrono::microseconds>;    // what a clock on the wall of some zone shows

// Patterns and zones work in whole seconds.
using InstantSeconds = std::chrono::sys_seconds;
using LocalSeconds = date::local_seconds;

// Schedules fire in [first_instant, end_instant) only: the years 1970 to 2199, UTC.
inline constexpr date::year first_year{1970};
inline constexpr date::year last_year{2199};
inline constexpr Instant first_instant{};
inline constexpr Instant end_instant = date::sys_days{date::year{2200} / 1 / 1};

} // namespace gateway_scheduler::schedule
