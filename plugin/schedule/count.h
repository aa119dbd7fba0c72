// How many fires a stretch of time holds. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "schedule/instant.h"
#include "schedule/schedule.h"

namespace gateway_scheduler::schedule {

// The fires in [first, last]; none when they are more than `limit`. The work grows with the limit at most.
std::optional<std::int64_t> count_between(const Schedule &schedule, Instant first, Instant last, std::int64_t limit);

} // namespace gateway_scheduler::schedule
