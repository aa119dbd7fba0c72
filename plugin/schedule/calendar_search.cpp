// See calendar_search.h.
#include "schedule/calendar_search.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr date::local_days first_monday{date::year{1970} / 1 / 5};
constexpr date::local_days end_of_all{date::year{2200} / 2 / 1};

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

} // namespace

std::int64_t CalendarSearch::number_of(date::local_days day) const {
    switch (grid_.unit) {
    case CalendarGrid::Unit::day:
        return day.time_since_epoch().count();
    case CalendarGrid::Unit::week:
        return floor_divide((day - first_monday).count(), 7);
    case CalendarGrid::Unit::month:
        break;
    }
    const date::year_month_day ymd{day};
    return (int{ymd.year()} - 1970) * 12 + static_cast<int>(unsigned{ymd.month()}) - 1;
}

date::local_days CalendarSearch::begin_of(std::int64_t number) const {
    const auto count = static_cast<int>(number);
    switch (grid_.unit) {
    case CalendarGrid::Unit::day:
        return date::local_days{date::days{count}};
    case CalendarGrid::Unit::week:
        return first_monday + date::weeks{count};
    case CalendarGrid::Unit::month:
        break;
    }
    return date::local_days{(date::year{1970} / 1 + date::months{count}) / 1};
}

std::optional<LocalSeconds> CalendarSearch::at_or_after(LocalSeconds from) const {
    const auto multiple = floor_divide(number_of(date::floor<date::days>(from)), grid_.count) * grid_.count;
    auto day = begin_of(multiple);
    if (day < from) day = begin_of(multiple + grid_.count);
    if (day > end_of_all) return std::nullopt;
    return day;
}

std::optional<LocalSeconds> CalendarSearch::at_or_before(LocalSeconds upto) const {
    const auto multiple = floor_divide(number_of(date::floor<date::days>(upto)), grid_.count) * grid_.count;
    if (multiple < 0) return std::nullopt;
    return begin_of(multiple);
}

} // namespace gateway_scheduler::schedule
