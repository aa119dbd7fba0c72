// See field_kind.h. Ranges are those of the Open Cron Pattern Specification: 1.0, 4.2 and 1.2, 4.3.
#include "schedule/field_kind.h"

#include <array>

namespace gateway_scheduler::schedule {
namespace {

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

// H stays below the 29th, so that it fires in each month.
constexpr std::array<FieldKind, field_count> kinds{{
    {FieldName::second, "second", 0, 59, 60, 59, {}, "0-59"},
    {FieldName::minute, "minute", 0, 59, 60, 59, {}, "0-59"},
    {FieldName::hour, "hour", 0, 23, 24, 23, {}, "0-23"},
    {FieldName::day_of_month, "day of month", 1, 31, 31, 28, {}, "1-31"},
    {FieldName::month, "month", 1, 12, 12, 12, month_names, "1-12 or JAN-DEC"},
    {FieldName::day_of_week, "day of week", 0, 7, 7, 6, weekday_names, "0-7 or SUN-SAT"},
    {FieldName::year, "year", 1970, 2199, 230, 0, {}, "1970-2199"},
}};

} // namespace

const FieldKind &field_kind(FieldName field) {
    return kinds[static_cast<std::size_t>(field)];
}

} // namespace gateway_scheduler::schedule
