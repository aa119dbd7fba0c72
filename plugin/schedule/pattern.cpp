// See pattern.h. Sections are those of the Open Cron Pattern Specification, of the increment that is named.
#include "schedule/pattern.h"

#include <array>

#include "schedule/field.h"
#include "schedule/pattern_search.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::size_t fewest_fields = 5;
constexpr const char *expected_fields = "expected 5 (minute, hour, day of month, month, day of week), 6 with seconds "
                                        "before them, or 7 with seconds and a year after them";

// Which field the index-th of `count` pieces is (1.2, 4.1 and 4.2): with five, the seconds are left out.
FieldName field_of(std::size_t index, std::size_t count) {
    return static_cast<FieldName>(count <= fewest_fields ? index + 1 : index);
}

Error wrong_count(const Piece &text, const std::vector<Piece> &pieces) {
    const auto found = "found " + std::to_string(pieces.size()) + (pieces.size() == 1 ? " field" : " fields");
    if (pieces.size() > field_count) return {"schedule", pieces[field_count].position, found + "; " + expected_fields};
    const auto *const missing = field_kind(field_of(pieces.size(), fewest_fields)).name;
    return {missing, text.end(),
            std::string("the ") + missing + " field is missing: " + found + "; " + expected_fields};
}

// 1.0, 6.2 lets a parser take 31 February and leaves it to the scheduler to say that it never comes: here at once.
Error never(const std::vector<Piece> &pieces, bool by_weekday) {
    const auto piece = [&](FieldName field) {
        return pieces[static_cast<std::size_t>(field) - (pieces.size() == fewest_fields ? 1 : 0)];
    };
    const auto &culprit = piece(by_weekday ? FieldName::day_of_week : FieldName::day_of_month);
    const auto *const name = field_kind(by_weekday ? FieldName::day_of_week : FieldName::day_of_month).name;
    return {name, culprit.position,
            std::string("the ") + name + " field: " + quoted(culprit.text) + " never comes in month " +
                quoted(piece(FieldName::month).text) +
                (pieces.size() == field_count ? " of year " + quoted(piece(FieldName::year).text) : "") +
                (by_weekday ? " together with the day of month " + quoted(piece(FieldName::day_of_month).text) : "") +
                "; expected a day that comes at least once until 2199"};
}

// Within 28 years each month has begun on each weekday, leap years included: what never comes then never comes.
bool comes(Pattern pattern) {
    if (pattern.years == Years::all()) {
        pattern.years = {};
        for (int year = 1970; year < 1970 + 28; ++year) pattern.years.add(year);
    }
    return PatternSearch(pattern).at_or_after(LocalSeconds{}).has_value();
}

// Reads the pieces one after the other; the first error stays.
class FieldReader {
  public:
    FieldReader(const std::vector<Piece> &pieces, std::string_view job_id) : pieces_(pieces), job_id_(job_id) {}

    const std::optional<Error> &error() const { return error_; }

    Field plain(FieldName field) { return take(parse_field(next(), field_kind(field), job_id_), Field{}); }
    DayOfMonthField day_of_month() { return take(parse_day_of_month(next(), job_id_), DayOfMonthField{}); }
    DayOfWeekField day_of_week() { return take(parse_day_of_week(next(), job_id_), DayOfWeekField{}); }
    Years years() { return take(parse_years(next()), Years{}); }

  private:
    const Piece &next() { return pieces_[index_++]; }

    template <class T>
    T take(const Result<T> &parsed, T otherwise) {
        if (parsed) return parsed.value();
        if (!error_) error_ = parsed.error();
        return otherwise;
    }

    const std::vector<Piece> &pieces_;
    std::string_view job_id_;
    std::size_t index_ = 0;
    std::optional<Error> error_;
};

} // namespace

Result<Pattern> parse_pattern(Piece text, std::string_view job_id) {
    const auto pieces = split_at_blanks(text); // 1.0, 4.1: any white space around and between the fields
    if (pieces.size() < fewest_fields || pieces.size() > field_count) return wrong_count(text, pieces);
    FieldReader reader(pieces, job_id);
    Pattern pattern{};
    pattern.seconds = pieces.size() > fewest_fields ? reader.plain(FieldName::second).values : 1;
    const auto minute = reader.plain(FieldName::minute);
    pattern.minutes = minute.values;
    pattern.minute_star = minute.star;
    const auto hour = reader.plain(FieldName::hour);
    pattern.hours = static_cast<std::uint32_t>(hour.values);
    pattern.hour_star = hour.star;
    pattern.day_of_month = reader.day_of_month();
    pattern.months = static_cast<std::uint16_t>(reader.plain(FieldName::month).values);
    pattern.day_of_week = reader.day_of_week();
    pattern.years = pieces.size() == field_count ? reader.years() : Years::all();
    if (const auto &error = reader.error()) return *error;
    if (comes(pattern)) return pattern;
    auto without_weekday = pattern;
    without_weekday.day_of_week = DayOfWeekField{0, 0x7F, true, false};
    return never(pieces, comes(without_weekday));
}

std::string print_pattern(const Pattern &pattern) {
    const auto print_time = [](std::uint64_t values, bool star, FieldName field) {
        return print_field({values, star}, field_kind(field)) + " ";
    };
    const auto all = [](std::uint64_t values, unsigned lowest, unsigned highest) {
        return values == every(lowest, highest, 1); // a wildcard of these fields has no meaning of its own
    };
    const bool each_year = pattern.years == Years::all();
    std::string text;
    if (pattern.seconds != 1 || !each_year)
        text += print_time(pattern.seconds, all(pattern.seconds, 0, 59), FieldName::second);
    text += print_time(pattern.minutes, pattern.minute_star, FieldName::minute);
    text += print_time(pattern.hours, pattern.hour_star, FieldName::hour);
    text += print_day_of_month(pattern.day_of_month) + " ";
    text += print_time(pattern.months, all(pattern.months, 1, 12), FieldName::month);
    text += print_day_of_week(pattern.day_of_week);
    if (!each_year) text += " " + print_years(pattern.years);
    return text;
}

const char *field_name_at(Piece text, int position) {
    const auto pieces = split_at_blanks(text);
    if (pieces.empty() || pieces.front().text.starts_with('@') || pieces.size() > field_count) return "schedule";
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (position >= pieces[i].position && position < pieces[i].end())
            return field_kind(field_of(i, pieces.size())).name;
    }
    return "schedule";
}

} // namespace gateway_scheduler::schedule
