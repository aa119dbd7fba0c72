// See posix_footer.h.
#include "schedule/posix_footer.h"

#include <string>

#include "schedule/text.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;

// Reads the footer from left to right. Each function takes what it reads off, or answers none.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // An abbreviation such as EST or <+03>, which is not kept.
    bool name() {
        const bool bracketed = take('<');
        std::size_t size = 0;
        while (size < rest_.size() && (is_letter(rest_[size]) || (bracketed && is_bracketed_only(rest_[size])))) ++size;
        if (size < 3) return false;
        rest_.remove_prefix(size);
        return !bracketed || take('>');
    }

    std::optional<int> number(int lowest, int highest) {
        const std::size_t size = count_digits(rest_);
        if (size == 0) return std::nullopt;
        const auto value = number_of(rest_.substr(0, size), highest);
        if (value < lowest || value > highest) return std::nullopt;
        rest_.remove_prefix(size);
        return static_cast<int>(value);
    }

    // [+-]hh[:mm[:ss]]
    std::optional<seconds> time(int most_hours) {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hours = number(0, most_hours);
        if (!hours) return std::nullopt;
        int total = *hours * 3600;
        for (const int unit : {60, 1}) {
            if (!take(':')) break;
            const auto part = number(0, 59);
            if (!part) return std::nullopt;
            total += *part * unit;
        }
        return seconds{negative ? -total : total};
    }

    std::optional<YearlyChange> yearly_change() {
        auto change = day();
        if (!change) return std::nullopt;
        if (take('/')) {
            const auto time_of_day = time(167); // RFC 8536, 3.3.1: not only 0 to 24
            if (!time_of_day) return std::nullopt;
            change->time = *time_of_day;
        }
        return change;
    }

  private:
    static bool is_bracketed_only(char c) { return is_digit(c) || c == '+' || c == '-'; }

    std::optional<YearlyChange> day() {
        constexpr seconds two_in_the_morning{2 * 3600};
        using Kind = YearlyChange::Kind;
        if (take('J')) {
            const auto day_of_year = number(1, 365);
            if (!day_of_year) return std::nullopt;
            return YearlyChange{Kind::julian, *day_of_year, 0, 0, two_in_the_morning};
        }
        if (!take('M')) {
            const auto day_of_year = number(0, 365);
            if (!day_of_year) return std::nullopt;
            return YearlyChange{Kind::zero_based, *day_of_year, 0, 0, two_in_the_morning};
        }
        const auto month = number(1, 12);
        if (!month || !take('.')) return std::nullopt;
        const auto week = number(1, 5);
        if (!week || !take('.')) return std::nullopt;
        const auto weekday = number(0, 6);
        if (!weekday) return std::nullopt;
        return YearlyChange{Kind::weekday, *weekday, static_cast<unsigned>(*month), static_cast<unsigned>(*week),
                            two_in_the_morning};
    }

    std::string_view rest_;
};

Error bad_footer(std::string_view text, const char *what) {
    return {"zone", -1, "the footer " + quoted(text) + " " + what + "; expected a POSIX TZ string"};
}

} // namespace

LocalSeconds YearlyChange::in(date::year year) const {
    switch (kind) {
    case Kind::julian: {
        const bool after_leap_day = year.is_leap() && day >= 60;
        return date::local_days{year / 1 / 1} + date::days{day - (after_leap_day ? 0 : 1)} + time;
    }
    case Kind::zero_based:
        return date::local_days{year / 1 / 1} + date::days{day} + time;
    case Kind::weekday:
        break;
    }
    const date::weekday weekday{static_cast<unsigned>(day)};
    const auto in_month = year / date::month{month};
    const auto date =
        week == 5 ? date::local_days{in_month / weekday[date::last]} : date::local_days{in_month / weekday[week]};
    return date + time;
}

Result<PosixFooter> parse_posix_footer(std::string_view text) {
    Reader reader(text);
    if (!reader.name()) return bad_footer(text, "has no name of three characters or more");
    const auto standard = reader.time(24);
    if (!standard) return bad_footer(text, "has no offset of standard time");
    PosixFooter footer{-*standard, std::nullopt};
    if (reader.at_end()) return footer;

    if (!reader.name()) return bad_footer(text, "has no name for daylight saving time");
    auto offset = footer.standard_offset + seconds{3600};
    if (reader.peek() != ',') {
        const auto given = reader.time(24);
        if (!given) return bad_footer(text, "has no offset of daylight saving time");
        offset = -*given;
    }
    if (!reader.take(',')) return bad_footer(text, "does not say when daylight saving time starts");
    const auto start = reader.yearly_change();
    if (!start || !reader.take(',')) return bad_footer(text, "does not say when daylight saving time starts");
    const auto end = reader.yearly_change();
    if (!end || !reader.at_end()) return bad_footer(text, "does not say when daylight saving time ends");
    footer.daylight = PosixFooter::Daylight{offset, *start, *end};
    return footer;
}

} // namespace gateway_scheduler::schedule
