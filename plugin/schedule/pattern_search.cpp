// See pattern_search.h. The work is bounded: months and years that cannot match are stepped over by bits, and years
// end.
#include "schedule/pattern_search.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr unsigned february = 2;

unsigned length_of(int year, unsigned month) {
    if (month == february) return date::year{year}.is_leap() ? 29 : 28;
    constexpr unsigned with_31_days = 0b1'0101'1010'1010; // bit n: month n
    return ((with_31_days >> month) & 1U) != 0 ? 31 : 30;
}

// Of days within the range of time and a little around it.
unsigned weekday_of(date::local_days day) {
    constexpr unsigned weeks_before_1970 = 1000; // keeps the number positive; 1 January 1970 was a Thursday
    return (static_cast<unsigned>(day.time_since_epoch().count()) + 7 * weeks_before_1970 + 4) % 7;
}

bool only_leap_day(const Pattern &pattern) {
    const auto &day = pattern.day_of_month;
    const bool only_29th = day.days == std::uint32_t{1} << 29U && day.nearest == 0 && !day.last && !day.last_weekday;
    return only_29th && pattern.months == std::uint16_t{1} << february && !pattern.either_day();
}

} // namespace

PatternSearch::PatternSearch(const Pattern &pattern)
    : pattern_(pattern),
      leap_day_(only_leap_day(pattern)),
      times_(pattern.seconds, pattern.minutes, pattern.hours),
      month_() {}

std::optional<LocalSeconds> PatternSearch::first_of_day_after(unsigned day) {
    auto rest = from_bit(month_.days, day + 1);
    while (rest == 0) {
        if (!load_month_after()) return std::nullopt;
        rest = month_.days;
    }
    return at(lowest_bit(rest), times_.first());
}

std::optional<LocalSeconds> PatternSearch::at_or_before(LocalSeconds upto) {
    const auto in_month = position(upto);
    if (((month_.days >> in_month.day) & 1U) != 0) {
        const auto time = times_.at_or_before(in_month.time);
        if (time != TimesOfDay::none) return at(in_month.day, time);
    }
    auto rest = month_.days & ((DaysOfMonth{1} << in_month.day) - 1);
    while (rest == 0) {
        if (!load_month_before()) return std::nullopt;
        rest = month_.days;
    }
    return at(highest_bit(rest), times_.last());
}

void PatternSearch::load_month_around(LocalSeconds time) {
    const auto day = date::floor<date::days>(time);
    const date::year_month_day ymd{day};
    const auto begin = day - date::days{unsigned{ymd.day()} - 1};
    enter(int{ymd.year()}, unsigned{ymd.month()}, begin, weekday_of(begin));
}

void PatternSearch::load_month(int year, unsigned month) {
    const date::local_days begin{date::year{year} / static_cast<int>(month) / 1};
    enter(year, month, begin, weekday_of(begin));
}

void PatternSearch::enter(int year, unsigned month, LocalSeconds begin, unsigned first_weekday) {
    month_.year = year;
    month_.month = month;
    month_.begin = begin;
    month_.shape = {length_of(year, month), first_weekday};
    month_.seconds = month_.shape.length * day_seconds;
    const bool matches = ((pattern_.months >> month) & 1U) != 0 && pattern_.years.contains(year);
    month_.days = matches ? pattern_.days_in(month_.shape) : 0;
}

std::optional<int> PatternSearch::year_after(int year) const {
    if (!leap_day_) return pattern_.years.at_or_after(year + 1);
    const auto next_fourth = [](int after) { return (after / 4 + 1) * 4; };
    auto later = pattern_.years.at_or_after(next_fourth(year));
    while (later && !date::year{*later}.is_leap()) later = pattern_.years.at_or_after(next_fourth(*later));
    return later;
}

bool PatternSearch::load_month_after() {
    const auto later = from_bit(pattern_.months, month_.month + 1);
    if (later != 0 && pattern_.years.contains(month_.year)) {
        const auto month = lowest_bit(later);
        if (month == month_.month + 1) {
            const auto weekday = (month_.shape.first_weekday + month_.shape.length) % 7;
            enter(month_.year, month, month_.begin + std::chrono::seconds{month_.seconds}, weekday);
        } else {
            load_month(month_.year, month);
        }
        return true;
    }
    const auto year = year_after(month_.year);
    if (year) load_month(*year, lowest_bit(pattern_.months));
    return year.has_value();
}

bool PatternSearch::load_month_before() {
    const auto earlier = upto_bit(pattern_.months, month_.month - 1);
    if (earlier != 0 && pattern_.years.contains(month_.year)) {
        load_month(month_.year, highest_bit(earlier));
        return true;
    }
    const auto year = pattern_.years.at_or_before(month_.year - 1);
    if (year) load_month(*year, highest_bit(pattern_.months));
    return year.has_value();
}

} // namespace gateway_scheduler::schedule
