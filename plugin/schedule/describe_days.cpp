// describe_days of describe.h: the days, months and years of a pattern in words.
#include <bit>

#include "schedule/describe.h"
#include "schedule/field.h"
#include "schedule/time_of_day.h"
#include "schedule/words.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::uint32_t all_days = 0xFFFF'FFFE;
constexpr std::uint8_t all_weekdays = 0x7F;
constexpr std::uint16_t all_months = 0x1FFE;
constexpr unsigned last_week = 5; // of DayOfWeekField::nth

// Runs of three and more as "first to last", the rest one by one.
template <class Name>
std::vector<std::string> runs(std::uint64_t bits, Name name) {
    std::vector<std::string> items;
    while (bits != 0) {
        const auto first = lowest_bit(bits);
        const auto length = static_cast<unsigned>(std::countr_one(bits >> first));
        const auto last = length >= 3 ? first + length - 1 : first;
        items.push_back(last > first ? std::string(name(first)) + " to " + std::string(name(last))
                                     : std::string(name(first)));
        bits &= ~every(first, last, 1);
    }
    return items;
}

std::string number(unsigned value) {
    return std::to_string(value);
}

// "day 1 of the month", "the last day of the month", joined by "and".
std::string days_of_month(const DayOfMonthField &field) {
    std::vector<std::string> items;
    if (field.days != 0) {
        const bool one = std::has_single_bit(field.days);
        items.push_back((one ? "day " : "days ") + join(runs(field.days, number)));
    }
    for (auto rest = field.nearest; rest != 0; rest &= rest - 1)
        items.push_back("the weekday nearest to day " + number(lowest_bit(rest)));
    if (field.last) items.emplace_back("the last day");
    if (field.last_weekday) items.emplace_back("the last weekday");
    return join(items) + " of the month";
}

std::string days_of_week(const DayOfWeekField &field) {
    auto items = runs(field.each, weekday_name);
    if (items.size() == 1 && std::has_single_bit(field.each)) items[0] += "s";
    for (auto rest = field.nth; rest != 0; rest &= rest - 1) {
        const auto bit = lowest_bit(rest);
        const auto which = bit / 7 == last_week ? std::string_view("last") : ordinal_word(bit / 7 + 1);
        items.push_back("the " + std::string(which) + " " + std::string(weekday_name(bit % 7)) + " of the month");
    }
    return join(items);
}

std::string years(const Years &set) {
    std::vector<std::string> items;
    const auto text = print_years(set);
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto comma = std::min(text.find(',', begin), text.size());
        auto item = text.substr(begin, comma - begin);
        if (const auto dash = item.find('-'); dash != std::string::npos) item.replace(dash, 1, " to ");
        items.push_back(item);
        begin = comma + 1;
    }
    constexpr std::size_t most = 6;
    if (items.size() <= most) return join(items);
    return items[0] + ", " + items[1] + " and so on up to " + items.back();
}

} // namespace

std::string describe_days(const Pattern &pattern) {
    const auto &day = pattern.day_of_month;
    const auto &weekday = pattern.day_of_week;
    const bool each_day = (day.days & all_days) == all_days;
    const bool each_weekday = weekday.each == all_weekdays;
    std::string text;
    if (!each_day && !each_weekday) {
        text = pattern.either_day() ? ", on " + days_of_month(day) + " or on " + days_of_week(weekday)
                                    : ", on " + days_of_month(day) + " if it is one of " + days_of_week(weekday);
    } else if (!each_day && !pattern.either_day()) {
        text = ", on " + days_of_month(day);
    } else if (!each_weekday && !pattern.either_day()) {
        const bool range = weekday.nth == 0 && std::popcount(weekday.each) >= 3;
        text = (range ? ", " : ", on ") + days_of_week(weekday);
    }
    if (pattern.months != all_months) text += ", in " + join(runs(pattern.months, month_name));
    if (pattern.years != Years::all()) text += ", in " + years(pattern.years);
    return text;
}

} // namespace gateway_scheduler::schedule
