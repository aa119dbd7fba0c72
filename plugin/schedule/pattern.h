// A parsed cron pattern after the Open Cron Pattern Specification: five sets of bits, and which fields are
// wildcards. Immutable plain value, no heap; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "schedule/error.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

struct Pattern {
    std::uint64_t minutes;       // bit n: minute n
    std::uint32_t hours;         // bit n: hour n
    std::uint32_t days_of_month; // bit n: day n, from 1
    std::uint16_t months;        // bit n: month n, from 1
    std::uint8_t days_of_week;   // bit n: weekday n, Sunday is 0
    bool minute_star;            // the field's text started with `*`
    bool hour_star;
    bool day_of_month_star;
    bool month_star;
    bool day_of_week_star;

    bool operator==(const Pattern &) const = default;

    // Neither minute nor hour is a wildcard: what daylight saving moves or repeats is put right for it.
    bool fixed_time() const { return !minute_star && !hour_star; }

    // Either day field may match, or both must.
    bool either_day() const { return !day_of_month_star && !day_of_week_star; }
};

Result<Pattern> parse_pattern(Piece text);
std::string print_pattern(const Pattern &pattern);

} // namespace gateway_scheduler::schedule
