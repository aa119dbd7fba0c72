// Thread-safe: pure functions.
#include "json/day.h"

#include "loader/contract.h"
#include "loader/day_ranges.h"
#include "json/invalid_input.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace sample_host::json {
namespace {

constexpr std::string_view dots = "..";
constexpr std::size_t longest_quoted = 64;

// A control character would end the sentence, or do worse to a terminal.
std::string quoted(std::string_view text) {
    std::string shown(cut_on_character(text, longest_quoted));
    const auto is_control = [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; };
    std::replace_if(shown.begin(), shown.end(), is_control, '?');
    return "\"" + shown + "\"";
}

// The number that `size` digits make, from `at` on.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t size) {
    int value = 0;
    for (const char digit : text.substr(at, size)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    return value;
}

// In a range, the sentence names the day that is wrong.
int64_t parse_day(std::string_view text) {
    const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const auto year = has_form ? digits(text, 0, 4) : std::nullopt;
    const auto month = has_form ? digits(text, 5, 2) : std::nullopt;
    const auto day_of_month = has_form ? digits(text, 8, 2) : std::nullopt;
    if (!year || !month || !day_of_month) {
        throw InvalidInput(quoted(text) + " is not a day; expected YYYY-MM-DD such as 2026-12-25");
    }
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day_of_month))};
    if (!date.ok()) throw InvalidInput(quoted(text) + " is not a day: there is none of that month and number");
    const int64_t day = std::chrono::sys_days(date).time_since_epoch().count();
    if (day < earliest_day || day > latest_day) {
        throw InvalidInput(quoted(text) + " is out of range; expected a day from 1970-01-01 to 2199-12-31");
    }
    return day;
}

} // namespace

std::string format_day(int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    std::string text;
    const auto append = [&text](unsigned value, unsigned unit) {
        for (; unit > 0; unit /= 10) text += static_cast<char>('0' + value / unit % 10);
    };
    append(static_cast<unsigned>(static_cast<int>(date.year())), 1000);
    text += '-';
    append(static_cast<unsigned>(date.month()), 10);
    text += '-';
    append(static_cast<unsigned>(date.day()), 10);
    return text;
}

std::string format_days(const gs_day_range &days) {
    const std::string first = format_day(days.first_day);
    return days.first_day == days.last_day ? first : first + std::string(dots) + format_day(days.last_day);
}

gs_day_range parse_days(std::string_view text) {
    const std::size_t separator = text.find(dots);
    if (separator == std::string_view::npos) {
        const int64_t day = parse_day(text);
        return {day, day};
    }
    const gs_day_range days{parse_day(text.substr(0, separator)), parse_day(text.substr(separator + dots.size()))};
    if (days.first_day > days.last_day) {
        throw InvalidInput(quoted(text) +
                           " ends before it begins; expected FIRST..LAST such as 2026-12-28..2026-12-31");
    }
    return days;
}

} // namespace sample_host::json
