// See pattern_search.h. The work is bounded: months that cannot match are stepped over by bits, and years end.
#include "schedule/pattern_search.h"

#include <bit>

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;

// Local times reach a little beyond the range of instants, on both sides.
constexpr date::year before_all{1969};
constexpr date::year after_all{2200};

unsigned lowest_bit(std::uint64_t bits) {
    return static_cast<unsigned>(std::countr_zero(bits));
}
unsigned highest_bit(std::uint64_t bits) {
    return static_cast<unsigned>(63 - std::countl_zero(bits));
}

// The bits from n on, and up to n: n up to 63.
std::uint64_t from_bit(std::uint64_t bits, unsigned n) {
    return bits & (~std::uint64_t{0} << n);
}
std::uint64_t upto_bit(std::uint64_t bits, unsigned n) {
    return bits & (~std::uint64_t{0} >> (63U - n));
}

seconds time_of(unsigned hour, unsigned minute) {
    return seconds{hour * 3600 + minute * 60};
}

} // namespace

PatternSearch::PatternSearch(const Pattern &pattern)
    : pattern_(pattern),
      first_time_(time_of(lowest_bit(pattern.hours), lowest_bit(pattern.minutes))),
      last_time_(time_of(highest_bit(pattern.hours), highest_bit(pattern.minutes))),
      month_() {}

std::optional<LocalSeconds> PatternSearch::at_or_after(LocalSeconds from) {
    const auto day = date::floor<date::days>(from);
    load_month_around(day);
    const auto index = static_cast<unsigned>((day - month_.begin).count());
    if (((month_.days >> index) & 1U) != 0) {
        const auto time = time_at_or_after(from - day);
        if (time) return day + *time;
    }
    auto rest = from_bit(month_.days, index + 1);
    while (rest == 0) {
        if (!load_month_after()) return std::nullopt;
        rest = month_.days;
    }
    return month_.begin + date::days{lowest_bit(rest)} + first_time_;
}

std::optional<LocalSeconds> PatternSearch::at_or_before(LocalSeconds upto) {
    const auto day = date::floor<date::days>(upto);
    load_month_around(day);
    const auto index = static_cast<unsigned>((day - month_.begin).count());
    if (((month_.days >> index) & 1U) != 0) {
        const auto time = time_at_or_before(upto - day);
        if (time) return day + *time;
    }
    auto rest = month_.days & ((std::uint64_t{1} << index) - 1);
    while (rest == 0) {
        if (!load_month_before()) return std::nullopt;
        rest = month_.days;
    }
    return month_.begin + date::days{highest_bit(rest)} + last_time_;
}

PatternSearch::Month PatternSearch::month_of(date::year_month name) const {
    Month month;
    month.name = name;
    month.begin = date::local_days{name / 1};
    month.length = (date::local_days{(name + date::months{1}) / 1} - month.begin).count();
    if (((pattern_.months >> unsigned{name.month()}) & 1U) == 0) return month;

    const auto all = (std::uint64_t{1} << static_cast<unsigned>(month.length)) - 1;
    const std::uint64_t by_day = (std::uint64_t{pattern_.days_of_month} >> 1U) & all;
    // Six weeks of weekdays, shifted so that bit 0 is the weekday of the 1st.
    constexpr std::uint64_t each_week = 0x0000'0008'1020'4081;
    const auto weekday = date::weekday{month.begin}.c_encoding();
    const std::uint64_t by_weekday = ((pattern_.days_of_week * each_week) >> weekday) & all;
    month.days = static_cast<std::uint32_t>(pattern_.either_day() ? by_day | by_weekday : by_day & by_weekday);
    return month;
}

void PatternSearch::load_month_around(date::local_days day) {
    const auto index = (day - month_.begin).count();
    if (index >= 0 && index < month_.length) return;
    const date::year_month_day ymd{day};
    month_ = month_of(ymd.year() / ymd.month());
}

bool PatternSearch::load_month_after() {
    auto year = month_.name.year();
    auto later = from_bit(pattern_.months, unsigned{month_.name.month()} + 1);
    if (later == 0) {
        later = pattern_.months;
        ++year;
    }
    if (year > after_all) return false;
    month_ = month_of(year / date::month{lowest_bit(later)});
    return true;
}

bool PatternSearch::load_month_before() {
    auto year = month_.name.year();
    auto earlier = upto_bit(pattern_.months, unsigned{month_.name.month()} - 1);
    if (earlier == 0) {
        earlier = pattern_.months;
        --year;
    }
    if (year < before_all) return false;
    month_ = month_of(year / date::month{highest_bit(earlier)});
    return true;
}

std::optional<seconds> PatternSearch::time_at_or_after(seconds time_of_day) const {
    const auto minute_of_day = static_cast<unsigned>((time_of_day.count() + 59) / 60);
    const unsigned hour = minute_of_day / 60;
    if (((pattern_.hours >> hour) & 1U) != 0) {
        const auto minutes = from_bit(pattern_.minutes, minute_of_day % 60);
        if (minutes != 0) return time_of(hour, lowest_bit(minutes));
    }
    const auto hours = from_bit(pattern_.hours, hour + 1);
    if (hours == 0) return std::nullopt;
    return time_of(lowest_bit(hours), lowest_bit(pattern_.minutes));
}

std::optional<seconds> PatternSearch::time_at_or_before(seconds time_of_day) const {
    const auto minute_of_day = static_cast<unsigned>(time_of_day.count() / 60);
    const unsigned hour = minute_of_day / 60;
    if (((pattern_.hours >> hour) & 1U) != 0) {
        const auto minutes = upto_bit(pattern_.minutes, minute_of_day % 60);
        if (minutes != 0) return time_of(hour, highest_bit(minutes));
    }
    const auto hours = pattern_.hours & ((std::uint32_t{1} << hour) - 1);
    if (hours == 0) return std::nullopt;
    return time_of(highest_bit(hours), highest_bit(pattern_.minutes));
}

} // namespace gateway_scheduler::schedule
