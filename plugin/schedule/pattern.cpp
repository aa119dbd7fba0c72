// See pattern.h. Sections are those of the Open Cron Pattern Specification 1.0.
#include "schedule/pattern.h"

#include <array>

#include "schedule/field.h"
#include "schedule/pattern_search.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr const char *expected_fields = "expected 5: minute, hour, day of month, month, day of week";

Error wrong_count(const Piece &text, const std::vector<Piece> &pieces) {
    const auto found = "found " + std::to_string(pieces.size()) + (pieces.size() == 1 ? " field" : " fields");
    if (pieces.size() < field_count) {
        const auto *const missing = field_kind(pieces.size()).name;
        return {missing, text.end(),
                std::string("the ") + missing + " field is missing: " + found + "; " + expected_fields};
    }
    const auto *const hint =
        pieces.size() <= 7 ? " (fields for seconds and years are not supported by this release)" : "";
    return {"schedule", pieces[field_count].position, found + "; " + expected_fields + hint};
}

// 6.2 lets a parser take 31 February and leaves it to the scheduler to say that it never comes: here at once.
Error never(const std::vector<Piece> &pieces) {
    return {field_kind(2).name, pieces[2].position,
            "the day of month field: " + quoted(pieces[2].text) + " never comes in month " + quoted(pieces[3].text) +
                "; expected a day that at least one of the months has"};
}

} // namespace

Result<Pattern> parse_pattern(Piece text) {
    const auto pieces = split_at_blanks(text); // 4.1: any white space around and between the fields
    if (pieces.size() != field_count) return wrong_count(text, pieces);
    std::array<Field, field_count> fields{};
    for (std::size_t i = 0; i < field_count; ++i) {
        const auto field = parse_field(pieces[i], field_kind(i));
        if (!field) return field.error();
        fields[i] = field.value();
    }
    const Pattern pattern{
        .minutes = fields[0].values,
        .hours = static_cast<std::uint32_t>(fields[1].values),
        .days_of_month = static_cast<std::uint32_t>(fields[2].values),
        .months = static_cast<std::uint16_t>(fields[3].values),
        .days_of_week = static_cast<std::uint8_t>(fields[4].values),
        .minute_star = fields[0].star,
        .hour_star = fields[1].star,
        .day_of_month_star = fields[2].star,
        .month_star = fields[3].star,
        .day_of_week_star = fields[4].star,
    };
    if (!PatternSearch(pattern).at_or_after(LocalSeconds{})) return never(pieces);
    return pattern;
}

std::string print_pattern(const Pattern &pattern) {
    const std::array<Field, field_count> fields{{{pattern.minutes, pattern.minute_star},
                                                 {pattern.hours, pattern.hour_star},
                                                 {pattern.days_of_month, pattern.day_of_month_star},
                                                 {pattern.months, pattern.month_star},
                                                 {pattern.days_of_week, pattern.day_of_week_star}}};
    std::string text;
    for (std::size_t i = 0; i < field_count; ++i) {
        if (i != 0) text += ' ';
        text += print_field(fields[i], field_kind(i));
    }
    return text;
}

} // namespace gateway_scheduler::schedule
