// See words.h.
#include "schedule/words.h"

#include <array>

namespace gateway_scheduler::schedule {
namespace {

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

void add_unit(std::string &text, std::int64_t count, std::string_view unit) {
    if (count == 0) return;
    if (!text.empty()) text += ' ';
    text += std::to_string(count) + " " + std::string(unit) + (count == 1 ? "" : "s");
}

} // namespace

std::string_view weekday_name(unsigned weekday) {
    constexpr std::array<std::string_view, 7> names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
    return names[weekday];
}

std::string_view month_name(unsigned month) {
    constexpr std::array<std::string_view, 12> names{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
    return names[month - 1];
}

std::string_view ordinal_word(unsigned number) {
    constexpr std::array<std::string_view, 5> words{"first", "second", "third", "fourth", "fifth"};
    return words[number - 1];
}

std::string join(const std::vector<std::string> &items, std::string_view last_joint) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i != 0) text += i + 1 == items.size() ? last_joint : std::string_view(", ");
        text += items[i];
    }
    return text;
}

std::string duration_words(Duration duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    std::string text;
    if (seconds < 120 && seconds != 60) {
        add_unit(text, seconds, "second");
        return text;
    }
    add_unit(text, seconds / 3600, "hour");
    add_unit(text, seconds / 60 % 60, "minute");
    add_unit(text, seconds % 60, "second");
    return text;
}

std::string clock_words(unsigned hour, unsigned minute, unsigned second) {
    return two_digits(hour) + ":" + two_digits(minute) + (second == 0 ? "" : ":" + two_digits(second));
}

std::string local_words(LocalTime time) {
    const auto day = date::floor<date::days>(time);
    const date::year_month_day ymd{day};
    const auto micros = (time - day).count();
    const auto second = static_cast<unsigned>(micros / 1'000'000 % 60);
    auto text = std::to_string(int{ymd.year()}) + "-" + two_digits(unsigned{ymd.month()}) + "-" +
                two_digits(unsigned{ymd.day()}) + " " +
                clock_words(static_cast<unsigned>(micros / 3'600'000'000),
                            static_cast<unsigned>(micros / 60'000'000 % 60), second);
    const auto fraction = micros % 1'000'000;
    if (fraction != 0) text += (second == 0 ? ":00." : ".") + std::to_string(1'000'000 + fraction).substr(1);
    return text;
}

std::string instant_words(Instant at, std::chrono::seconds offset) {
    const auto text = local_words(LocalTime{at.time_since_epoch() + offset});
    const auto seconds = offset.count();
    if (seconds == 0) return text + " UTC";
    const auto amount = seconds < 0 ? -seconds : seconds;
    return text + (seconds < 0 ? " -" : " +") + two_digits(amount / 3600) + ":" + two_digits(amount / 60 % 60) +
           (amount % 60 == 0 ? "" : ":" + two_digits(amount % 60));
}

} // namespace gateway_scheduler::schedule
