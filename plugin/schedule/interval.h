// `@every`: fixed intervals of elapsed time, and days, weeks and months of the calendar. Plain values and pure
// functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "schedule/error.h"
#include "schedule/instant.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

// Fires at anchor + n * interval, n from 0: elapsed time, which no zone and no daylight saving touches.
struct ElapsedGrid {
    Duration interval;
    Instant anchor;  // the epoch plus the phase, or the job's start
    bool from_start; // which of the two
};

// Fires an interval after each completion.
struct AfterCompletion {
    Duration interval;
};

// Fires at the local midnight that begins each count-th day since 1970-01-01, week since Monday 1970-01-05, or month
// since 1970-01.
struct CalendarGrid {
    enum class Unit { day, week, month };
    Unit unit;
    std::int32_t count;
};

using Interval = std::variant<ElapsedGrid, AfterCompletion, CalendarGrid>;

// `text` is what follows `@every`. `start_at` is what `from start` needs.
Result<Interval> parse_interval(Piece text, std::optional<Instant> start_at);

std::string print_interval(const ElapsedGrid &grid);
std::string print_interval(const AfterCompletion &completion);
std::string print_interval(const CalendarGrid &grid);

// The earliest instant of the grid that is not before `from`, the latest that is not after `upto`.
Instant at_or_after(const ElapsedGrid &grid, Instant from);
std::optional<Instant> at_or_before(const ElapsedGrid &grid, Instant upto);

} // namespace gateway_scheduler::schedule
