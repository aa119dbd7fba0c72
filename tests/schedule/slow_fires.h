// The second implementation: slow and plain. It looks at every minute of the wall clock with glibc's offsets of the
// zone that the environment variable TZ names, or at every day.
#pragma once

#include <optional>
#include <vector>

#include "plain_pattern.h"
#include "schedule/dst.h"

namespace schedule_test {

struct Choice {
    gateway_scheduler::schedule::DstGap gap;
    gateway_scheduler::schedule::DstOverlap overlap;
};

// All fires in [begin, end), which is a few days, ascending.
std::vector<Seconds> slow_fires(const PlainPattern &pattern, Seconds begin, Seconds end, Choice choice);

// The first match after `from` in UTC, none within fifty years.
std::optional<Seconds> slow_next_in_utc(const PlainPattern &pattern, Seconds from);

} // namespace schedule_test
