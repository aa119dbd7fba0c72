// A parsed cron pattern after the Open Cron Pattern Specification 1.0 to 1.4: sets of bits, and which fields are
// wildcards. Immutable plain value, no heap; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schedule/day_field.h"
#include "schedule/error.h"
#include "schedule/text.h"
#include "schedule/years.h"

namespace gateway_scheduler::schedule {

struct Pattern {
    std::uint64_t seconds; // bit n: second n
    std::uint64_t minutes; // bit n: minute n
    std::uint32_t hours;   // bit n: hour n
    std::uint16_t months;  // bit n: month n, from 1
    bool minute_star;      // the field's text started with `*`
    bool hour_star;
    DayOfMonthField day_of_month;
    DayOfWeekField day_of_week;
    Years years;

    bool operator==(const Pattern &) const = default;

    // Neither minute nor hour is a wildcard: what daylight saving moves or repeats is put right for it.
    bool fixed_time() const { return !minute_star && !hour_star; }

    // Either day field may match, or both must.
    bool either_day() const { return !day_of_month.star && !day_of_week.star && !day_of_week.and_day; }

    DaysOfMonth days_in(const MonthShape &month) const {
        const auto by_day = day_of_month.days_in(month);
        const auto by_weekday = day_of_week.days_in(month);
        return either_day() ? by_day | by_weekday : by_day & by_weekday;
    }
};

// `job_id` is what H hashes; empty: H is refused.
Result<Pattern> parse_pattern(Piece text, std::string_view job_id);

// With as few fields as say it: seconds only if they are not 0, the year only if it is not each.
std::string print_pattern(const Pattern &pattern);

// The name of the field that the byte at `position` of a pattern lies in.
const char *field_name_at(Piece text, int position);

} // namespace gateway_scheduler::schedule
