// See exclusions.h. Whole ranges of days are passed over at once, so that the work does not grow with their fires.
#include "schedule/exclusions.h"

#include <algorithm>

#include "schedule/cursor.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr Duration smallest{1};

date::local_days day_of(const Schedule &schedule, Instant at) {
    return date::floor<date::days>(schedule.zone().to_local(at));
}

// The first range of the calendar that ends on `day` or after it.
auto range_from(const Calendar &calendar, date::local_days day) {
    return std::lower_bound(calendar.days.begin(), calendar.days.end(), day,
                            [](const DayRange &range, date::local_days wanted) { return range.last < wanted; });
}

} // namespace

Exclusions::Hit Exclusions::find(date::local_days day) const {
    for (const auto &calendar : calendars_) {
        const auto range = range_from(*calendar, day);
        if (range != calendar->days.end() && range->first <= day) return {calendar.get(), *range};
    }
    return {};
}

Exclusions::Hit Exclusions::find(const Schedule &schedule, Instant at) const {
    return empty() ? Hit{} : find(day_of(schedule, at));
}

std::optional<date::local_days> Exclusions::first_from(date::local_days day) const {
    std::optional<date::local_days> first;
    for (const auto &calendar : calendars_) {
        const auto range = range_from(*calendar, day);
        if (range == calendar->days.end()) continue;
        const auto candidate = std::max(range->first, day);
        if (!first || candidate < *first) first = candidate;
    }
    return first;
}

Instant begin_of_day(const Schedule &schedule, date::local_days day) {
    return schedule.zone().from_local(LocalTime{day}).first;
}

std::optional<Instant> next_allowed(const Schedule &schedule, const Exclusions &exclusions, Instant after) {
    Cursor cursor(schedule);
    auto fire = cursor.next(after);
    while (fire) {
        const auto hit = exclusions.find(schedule, *fire);
        if (!hit) break;
        fire = cursor.next(std::max(*fire, begin_of_day(schedule, hit.range.last + date::days{1}) - smallest));
    }
    return fire;
}

std::optional<Instant> previous_allowed(const Schedule &schedule, const Exclusions &exclusions, Instant upto) {
    Cursor cursor(schedule);
    auto fire = cursor.previous(upto);
    while (fire) {
        const auto hit = exclusions.find(schedule, *fire);
        if (!hit) break;
        fire = cursor.previous(std::min(*fire, begin_of_day(schedule, hit.range.first)) - smallest);
    }
    return fire;
}

std::optional<Instant> first_excluded(const Schedule &schedule, const Exclusions &exclusions, Instant from,
                                      Instant upto) {
    Cursor cursor(schedule);
    auto after = from - smallest;
    while (after < upto) {
        const auto fire = cursor.next(after);
        if (!fire || *fire > upto) break;
        const auto day = day_of(schedule, *fire);
        const auto excluded = exclusions.first_from(day);
        if (!excluded) break;
        if (*excluded == day) return fire;
        after = std::max(*fire, begin_of_day(schedule, *excluded) - smallest);
    }
    return std::nullopt;
}

Instant last_in_range(const Schedule &schedule, const Exclusions::Hit &hit, Instant from, Instant upto) {
    const auto end = std::min(upto, begin_of_day(schedule, hit.range.last + date::days{1}) - smallest);
    return std::max(from, schedule.previous(end).value_or(from));
}

} // namespace gateway_scheduler::schedule
