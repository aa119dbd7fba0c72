// describe_times of describe.h: the seconds, minutes and hours of a pattern in words.
#include <bit>
#include <optional>

#include "schedule/describe.h"
#include "schedule/field.h"
#include "schedule/time_of_day.h"
#include "schedule/words.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::uint64_t all_sixty = (std::uint64_t{1} << 60U) - 1;
constexpr std::uint64_t all_hours = (std::uint64_t{1} << 24U) - 1;
constexpr int most_clock_times = 6; // listed one by one

std::vector<unsigned> values_of(std::uint64_t bits) {
    std::vector<unsigned> values;
    for (; bits != 0; bits &= bits - 1) values.push_back(lowest_bit(bits));
    return values;
}

bool single(std::uint64_t bits) {
    return std::has_single_bit(bits);
}

// One unbroken run of values.
bool contiguous(std::uint64_t bits) {
    const auto low = lowest_bit(bits);
    return bits == every(low, highest_bit(bits), 1);
}

// The step of a set that goes evenly round its whole field from 0 on.
std::optional<unsigned> step_of(std::uint64_t bits, unsigned size) {
    for (unsigned step = 2; step <= size / 2; ++step) {
        if (size % step == 0 && every(0, size - 1, step) == bits) return step;
    }
    return std::nullopt;
}

// "minute 5", "minutes 0, 7 and 40", "minutes 10 to 20", "every 7th minute from 0 to 56".
std::string listed(std::uint64_t bits, const std::string &unit) {
    if (single(bits)) return unit + " " + std::to_string(lowest_bit(bits));
    const auto low = lowest_bit(bits);
    const auto high = highest_bit(bits);
    if (contiguous(bits) && high - low > 1) return unit + "s " + std::to_string(low) + " to " + std::to_string(high);
    const auto values = values_of(bits);
    if (values.size() > 3 && every(low, high, values[1] - low) == bits)
        return unit + "s " + std::to_string(low) + ", " + std::to_string(values[1]) + " and so on up to " +
               std::to_string(high);
    std::vector<std::string> items;
    items.reserve(values.size());
    for (const auto value : values) items.push_back(std::to_string(value));
    return unit + "s " + join(items);
}

// Which hours, for something that goes on within them: "from 09:00 to 17:59", nothing for all.
std::string within_hours(std::uint64_t hours) {
    if (hours == all_hours) return "";
    if (contiguous(hours))
        return " from " + clock_words(lowest_bit(hours), 0) + " to " + clock_words(highest_bit(hours), 59);
    if (const auto step = step_of(hours, 24)) return " in every " + std::to_string(*step) + "th hour from 00:00 on";
    return " in the " + listed(hours, "hour");
}

// For fixed minutes: "of every hour", "of the hours 9 to 17", "of every 2nd hour".
std::string of_hours(std::uint64_t hours) {
    if (hours == all_hours) return " of every hour";
    if (const auto step = step_of(hours, 24))
        return " of every " + std::to_string(*step) + (*step == 2 ? "nd" : *step == 3 ? "rd" : "th") + " hour";
    return " of the " + listed(hours, "hour");
}

std::optional<std::string> clock_times(const Pattern &pattern) {
    const int count = std::popcount(pattern.minutes) * std::popcount(pattern.hours);
    if (!single(pattern.seconds) || count > most_clock_times) return std::nullopt;
    if (pattern.hours == all_hours) return std::nullopt;
    std::vector<std::string> times;
    for (const auto hour : values_of(pattern.hours)) {
        for (const auto minute : values_of(pattern.minutes))
            times.push_back(clock_words(hour, minute, lowest_bit(pattern.seconds)));
    }
    return "at " + join(times);
}

std::string describe_minutes(const Pattern &pattern) {
    if (pattern.minutes == all_sixty) return "every minute" + within_hours(pattern.hours);
    if (const auto step = step_of(pattern.minutes, 60))
        return "every " + std::to_string(*step) + " minutes" + within_hours(pattern.hours);
    if (pattern.minutes == 1) {
        if (pattern.hours == all_hours) return "every hour, on the hour";
        if (const auto step = step_of(pattern.hours, 24))
            return "every " + std::to_string(*step) + " hours, on the hour";
        if (contiguous(pattern.hours))
            return "every hour from " + clock_words(lowest_bit(pattern.hours), 0) + " to " +
                   clock_words(highest_bit(pattern.hours), 0);
    }
    return "at " + listed(pattern.minutes, "minute") + of_hours(pattern.hours);
}

std::string describe_seconds(std::uint64_t seconds) {
    if (seconds == all_sixty) return "every second";
    if (const auto step = step_of(seconds, 60)) return "every " + std::to_string(*step) + " seconds";
    return "at " + listed(seconds, "second");
}

} // namespace

std::string describe_times(const Pattern &pattern) {
    if (const auto times = clock_times(pattern)) return *times;
    if (pattern.seconds == 1) return describe_minutes(pattern);
    const auto seconds = describe_seconds(pattern.seconds);
    const bool at_some = single(pattern.seconds) || (!step_of(pattern.seconds, 60) && pattern.seconds != all_sixty);
    if (pattern.minutes == all_sixty)
        return seconds + (at_some ? " of every minute" : "") + within_hours(pattern.hours);
    return seconds + " of " + listed(pattern.minutes, "minute") + of_hours(pattern.hours);
}

} // namespace gateway_scheduler::schedule
