// The calendar comes from std::chrono; the text is cut and put together by hand, which is what makes a batch of
// previews fast.
#include "json/time.h"

#include "json/invalid_input.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace sample_host::json {
namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t day = 86'400 * second;

void append_digits(std::string &text, int64_t value, int width) {
    std::array<char, 20> digits{};
    std::size_t at = digits.size();
    for (int64_t rest = value; rest > 0 || width > 0; rest /= 10, --width) {
        digits[--at] = static_cast<char>('0' + rest % 10);
    }
    text.append(digits.data() + at, digits.size() - at);
}

void append_year(std::string &text, int year) {
    if (year >= 0 && year <= 9999) {
        append_digits(text, year, 4);
        return;
    }
    text += year < 0 ? '-' : '+';
    append_digits(text, std::abs(year), 5);
}

int64_t floor_divide(int64_t value, int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

void append_local(std::string &text, int64_t time, bool whole_seconds) {
    const int64_t days = floor_divide(time, day);
    const int64_t in_day = (time % day + day) % day;
    // The range of int64 microseconds is about 292,000 years; std::chrono's calendar is meant for 32,767.
    const int64_t eras = floor_divide(days, 146'097);
    const std::chrono::sys_days date{std::chrono::days(days - eras * 146'097)};
    const std::chrono::year_month_day civil{date};
    append_year(text, static_cast<int>(civil.year()) + static_cast<int>(eras * 400));
    text += '-';
    append_digits(text, static_cast<unsigned>(civil.month()), 2);
    text += '-';
    append_digits(text, static_cast<unsigned>(civil.day()), 2);
    text += 'T';
    append_digits(text, in_day / (3'600 * second), 2);
    text += ':';
    append_digits(text, in_day / (60 * second) % 60, 2);
    text += ':';
    append_digits(text, in_day / second % 60, 2);
    if (!whole_seconds && in_day % second != 0) {
        text += '.';
        append_digits(text, in_day % second, 6);
    }
}

// Reads the text from left to right. Each step answers nothing when the text is not as expected.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count) return std::nullopt;
        int value = 0;
        for (std::size_t index = 0; index < count; ++index) {
            if (text_[index] < '0' || text_[index] > '9') return std::nullopt;
            value = value * 10 + (text_[index] - '0');
        }
        text_.remove_prefix(count);
        return value;
    }

    bool one_of(std::string_view characters) {
        if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }

    bool at_end() const { return text_.empty(); }

    // Microseconds; the point has been read.
    std::optional<int64_t> fraction() {
        int64_t value = 0;
        int64_t unit = second;
        while (unit > 1) {
            const std::optional<int> digit = digits(1);
            if (!digit) break;
            unit /= 10;
            value += *digit * unit;
        }
        return unit == second ? std::nullopt : std::optional<int64_t>(value);
    }

  private:
    std::string_view text_;
};

[[noreturn]] void refuse(std::string_view text, const char *why) {
    throw InvalidInput("\"" + std::string(text.substr(0, 64)) + "\" is not a time: " + why +
                       "; expected RFC 3339 such as 2026-03-08T07:00:00Z");
}

int64_t read_date(Reader &reader, std::string_view text) {
    const auto year = reader.digits(4);
    const bool first_dash = reader.one_of("-");
    const auto month = reader.digits(2);
    const bool second_dash = reader.one_of("-");
    const auto day_of_month = reader.digits(2);
    if (!year || !first_dash || !month || !second_dash || !day_of_month) refuse(text, "it has no date YYYY-MM-DD");
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day_of_month))};
    if (!date.ok()) refuse(text, "there is no such day");
    return static_cast<int64_t>(std::chrono::sys_days(date).time_since_epoch().count()) * day;
}

int64_t read_time_of_day(Reader &reader, std::string_view text) {
    const auto hour = reader.digits(2);
    const bool first_colon = reader.one_of(":");
    const auto minute = reader.digits(2);
    const bool second_colon = reader.one_of(":");
    const auto whole_second = reader.digits(2);
    if (!hour || !first_colon || !minute || !second_colon || !whole_second) refuse(text, "it has no time HH:MM:SS");
    if (*hour > 23 || *minute > 59 || *whole_second > 59) refuse(text, "there is no such time of day");
    int64_t fraction = 0;
    if (reader.one_of(".")) {
        const auto read = reader.fraction();
        if (!read) refuse(text, "digits are missing after the point");
        if (reader.digits(1)) refuse(text, "it has more than six digits of fraction");
        fraction = *read;
    }
    return ((*hour * 60 + *minute) * 60 + *whole_second) * second + fraction;
}

int64_t read_offset(Reader &reader, std::string_view text) {
    if (reader.one_of("Zz")) return 0;
    const bool west = reader.one_of("-");
    if (!west && !reader.one_of("+")) refuse(text, "it ends without Z or an offset");
    const auto hours = reader.digits(2);
    const bool colon = reader.one_of(":");
    const auto minutes = reader.digits(2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) refuse(text, "its offset is not +HH:MM");
    const int64_t offset = (*hours * 60 + *minutes) * 60 * second;
    return west ? -offset : offset;
}

} // namespace

void append_time(std::string &text, int64_t time) {
    append_local(text, time, false);
    text += 'Z';
}

std::string format_time(int64_t time) {
    std::string text;
    append_time(text, time);
    return text;
}

std::string format_time_with_offset(int64_t time, int32_t offset, bool whole_seconds) {
    const int32_t minutes = offset / 60;
    const int64_t shift = minutes * 60 * second;
    std::string text;
    const bool overflows = shift < 0 ? time < INT64_MIN - shift : time > INT64_MAX - shift;
    append_local(text, overflows ? time : time + shift, whole_seconds);
    if (minutes == 0 || overflows) return text + 'Z';
    text += minutes < 0 ? '-' : '+';
    append_digits(text, std::abs(minutes) / 60, 2);
    text += ':';
    append_digits(text, std::abs(minutes) % 60, 2);
    return text;
}

int64_t parse_time(std::string_view text) {
    Reader reader(text);
    const int64_t date = read_date(reader, text);
    if (!reader.one_of("Tt")) refuse(text, "there is no T between date and time");
    const int64_t time_of_day = read_time_of_day(reader, text);
    const int64_t offset = read_offset(reader, text);
    if (!reader.at_end()) refuse(text, "something follows the offset");
    return date + time_of_day - offset;
}

} // namespace sample_host::json
