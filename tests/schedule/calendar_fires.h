// The next fire of a pattern, found by going through the calendar day by day, with glibc's offsets of the zone that the
// environment variable TZ names. Slow and plain; shares nothing with the scheduler.
#pragma once

#include <optional>

#include "slow_fires.h"
#include "whole_pattern.h"

namespace schedule_test {

// None before 2200.
std::optional<Seconds> calendar_next(const WholePattern &pattern, Seconds after, Choice choice);

} // namespace schedule_test
