// See moment.h.
#include "schedule/moment.h"

#include <optional>

namespace gateway_scheduler::schedule {
namespace {

constexpr const char *expected_moment =
    "; expected for example 2026-12-24T18:00:00Z, 2026-12-24T18:00:00+01:00 or 2026-12-24T18:00 in the job's zone";

Error error_at(int position, const std::string &what) {
    return {"schedule", position, "@at: " + what + expected_moment};
}

// Reads from left to right; the first thing that is wrong stays as the error, and what follows reads nothing.
class Reader {
  public:
    explicit Reader(Piece rest) : rest_(rest) {}

    const std::optional<Error> &error() const { return error_; }
    char peek() const { return rest_.text.empty() ? '\0' : rest_.text.front(); }
    int position() const { return rest_.position; }

    void fail(int position, const std::string &what) {
        if (!error_) error_ = error_at(position, what);
    }

    bool take(char c) {
        if (error_ || rest_.text.empty() || upper(rest_.text.front()) != c) return false;
        rest_ = rest_.from(1);
        return true;
    }

    void expect(char c) {
        if (take(c)) return;
        fail(position(), rest_.text.empty()
                             ? "it ends where " + quoted({&c, 1}) + " should be"
                             : "found " + quoted(rest_.text.substr(0, 1)) + " where " + quoted({&c, 1}) + " should be");
    }

    // Exactly so many digits, with a value in the range.
    int number(const char *name, std::size_t digits, int lowest, int highest) {
        if (error_) return lowest;
        const auto text = rest_.text.substr(0, digits);
        if (text.size() != digits || count_digits(text) != digits) {
            fail(position(), std::string("the ") + name + " needs " + std::to_string(digits) + " digits");
            return lowest;
        }
        const auto value = static_cast<int>(number_of(text, 9999));
        if (value < lowest || value > highest) {
            fail(position(), std::string("the ") + name + " " + quoted(text) + " is not in " + std::to_string(lowest) +
                                 "-" + std::to_string(highest));
            return lowest;
        }
        rest_ = rest_.from(digits);
        return value;
    }

    Duration fraction() {
        const std::size_t digits = count_digits(rest_.text);
        if (digits == 0 || digits > 6) {
            fail(position(), "a fraction of a second needs one to six digits");
            return Duration{0};
        }
        auto value = number_of(rest_.text.substr(0, digits), 999'999);
        for (std::size_t i = digits; i < 6; ++i) value *= 10;
        rest_ = rest_.from(digits);
        return Duration{value};
    }

    void end() {
        if (!rest_.text.empty()) fail(position(), "found " + quoted(rest_.text) + " after the time");
    }

  private:
    Piece rest_;
    std::optional<Error> error_;
};

date::local_days read_date(Reader &reader) {
    const int begin = reader.position();
    const date::year year{reader.number("year", 4, int{first_year}, int{last_year})};
    reader.expect('-');
    const date::month month{static_cast<unsigned>(reader.number("month", 2, 1, 12))};
    reader.expect('-');
    const date::day day{static_cast<unsigned>(reader.number("day", 2, 1, 31))};
    const auto date = year / month / day;
    if (!date.ok()) {
        reader.fail(begin, "this month has no such day");
        return date::local_days{};
    }
    return date::local_days{date};
}

Duration read_time(Reader &reader) {
    Duration time = std::chrono::hours{reader.number("hour", 2, 0, 23)};
    reader.expect(':');
    time += std::chrono::minutes{reader.number("minute", 2, 0, 59)};
    if (reader.take(':')) {
        time += std::chrono::seconds{reader.number("second", 2, 0, 59)};
        if (reader.take('.')) time += reader.fraction();
    }
    return time;
}

// None: the moment is local.
std::optional<Duration> read_offset(Reader &reader) {
    if (reader.take('Z')) return Duration{0};
    const bool east = reader.take('+');
    if (!east && !reader.take('-')) return std::nullopt;
    Duration offset = std::chrono::hours{reader.number("offset's hour", 2, 0, 23)};
    reader.expect(':');
    offset += std::chrono::minutes{reader.number("offset's minute", 2, 0, 59)};
    return east ? offset : -offset;
}

} // namespace

Result<Moment> parse_moment(Piece text) {
    const auto words = split_at_blanks(text);
    if (words.empty()) return error_at(text.end(), "the moment is missing");
    if (words.size() > 1) return error_at(words[1].position, "found " + quoted(words[1].text) + " after the time");
    Reader reader(words[0]);
    const auto date = read_date(reader);
    reader.expect('T');
    const LocalTime local = date + read_time(reader);
    const auto offset = read_offset(reader);
    reader.end();
    const auto &error = reader.error();
    if (error) return *error;
    if (!offset) return Moment{local};
    const Instant instant{local.time_since_epoch() - *offset};
    if (instant < first_instant || instant >= end_instant)
        return error_at(words[0].position, "the moment is outside the years 1970 to 2199 of UTC");
    return Moment{instant};
}

std::string print_moment(const Moment &moment) {
    const bool local = std::holds_alternative<LocalTime>(moment);
    const auto since_epoch =
        local ? std::get<LocalTime>(moment).time_since_epoch() : std::get<Instant>(moment).time_since_epoch();
    const LocalTime time{since_epoch};
    const auto day = date::floor<date::days>(time);
    const date::year_month_day ymd{day};
    const auto microseconds = (time - day).count();
    const auto padded = [](std::int64_t value, std::size_t digits) {
        auto text = std::to_string(value);
        return std::string(digits - text.size(), '0') + text;
    };
    auto text = "@at " + padded(int{ymd.year()}, 4) + "-" + padded(unsigned{ymd.month()}, 2) + "-" +
                padded(unsigned{ymd.day()}, 2) + "T" + padded(microseconds / 3'600'000'000, 2) + ":" +
                padded(microseconds / 60'000'000 % 60, 2) + ":" + padded(microseconds / 1'000'000 % 60, 2);
    if (microseconds % 1'000'000 != 0) text += "." + padded(microseconds % 1'000'000, 6);
    return local ? text : text + "Z";
}

} // namespace gateway_scheduler::schedule
