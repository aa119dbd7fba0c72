// See day_field.h. Sections are those of the Open Cron Pattern Specification 1.3 and 1.4.
#include "schedule/day_field.h"

#include <bit>
#include <optional>

#include "schedule/field.h"
#include "schedule/item.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr unsigned weeks = 5;            // # counts to it
constexpr unsigned last_week = weeks;    // where `nth` keeps the last of the month
constexpr std::uint64_t weekdays = 0x7F; // Sunday to Saturday
constexpr std::uint8_t all_weekdays = 0x7F;
constexpr std::uint32_t all_days = 0xFFFF'FFFE;

const FieldKind &day_of_month_kind() {
    return field_kind(FieldName::day_of_month);
}
const FieldKind &day_of_week_kind() {
    return field_kind(FieldName::day_of_week);
}

constexpr unsigned sunday = 0;
constexpr unsigned saturday = 6;

unsigned weekday_of(unsigned day, const MonthShape &month) {
    return (month.first_weekday + day - 1) % 7;
}

// 4.3: the weekday nearest to the day, which stays within the month.
unsigned nearest_weekday(unsigned day, const MonthShape &month) {
    switch (weekday_of(day, month)) {
    case saturday:
        return day > 1 ? day - 1 : day + 2;
    case sunday:
        return day < month.length ? day + 1 : day - 2;
    default:
        return day;
    }
}

unsigned last_weekday_of(const MonthShape &month) {
    const auto weekday = weekday_of(month.length, month);
    return month.length - (weekday == saturday ? 1 : weekday == sunday ? 2 : 0);
}

// L and LW; none when the item is neither.
std::optional<Error> take_last(Piece item, DayOfMonthField &field) {
    if (item.text == "L") {
        field.last = true;
    } else if (item.text == "LW") {
        field.last_weekday = true;
    } else {
        const auto rest = item.from(item.text.starts_with("LW") ? 2 : 1);
        return error_at(day_of_month_kind(), rest.position,
                        "found " + quoted(rest.text) + " after 'L'; expected L or LW alone");
    }
    return std::nullopt;
}

std::optional<Error> take_day(Piece item, std::string_view job_id, DayOfMonthField &field) {
    if (item.text.starts_with('L')) return take_last(item, field);
    const auto &kind = day_of_month_kind();
    const auto parsed = parse_item(item, kind, job_id);
    if (!parsed) return parsed.error();
    const auto &[first, last, step, size, single] = parsed.value();
    if (single && item.text.substr(size).starts_with('W')) {
        if (item.text.size() > size + 1) return unexpected(kind, item.from(size + 1), item.text.substr(0, size + 1));
        field.nearest |= std::uint32_t{1} << first;
        return std::nullopt;
    }
    if (size < item.text.size()) return unexpected(kind, item.from(size), item.text.substr(0, size));
    field.days |= static_cast<std::uint32_t>(every(first, last, step));
    return std::nullopt;
}

// What follows the `#`.
std::optional<Error> take_occurrence(Piece text, unsigned weekday, DayOfWeekField &field) {
    unsigned week = last_week;
    if (text.text != "L") {
        const bool digit = text.text.size() == 1 && text.text[0] >= '1' && text.text[0] <= '5';
        if (!digit) {
            const auto found = text.text.empty() ? std::string("nothing") : quoted(text.text);
            return error_at(day_of_week_kind(), text.position, "found " + found + " after '#'; expected 1-5 or L");
        }
        week = static_cast<unsigned>(text.text[0] - '1');
    }
    field.nth |= std::uint64_t{1} << (7 * week + weekday);
    return std::nullopt;
}

std::optional<Error> take_weekday(Piece item, std::string_view job_id, DayOfWeekField &field) {
    const auto &kind = day_of_week_kind();
    const auto parsed = parse_item(item, kind, job_id);
    if (!parsed) return parsed.error();
    const auto &[first, last, step, size, single] = parsed.value();
    const auto rest = item.from(size);
    if (single && rest.text == "L") {
        field.nth |= std::uint64_t{1} << (7 * last_week + first % 7);
        return std::nullopt;
    }
    if (single && rest.text.starts_with('#')) return take_occurrence(rest.from(1), first % 7, field);
    if (!rest.text.empty()) return unexpected(kind, rest, item.text.substr(0, size));
    const auto values = every(first, last, step);
    field.each |= static_cast<std::uint8_t>((values | (values >> 7U)) & weekdays); // 7 is Sunday, as 0 is
    return std::nullopt;
}

void append(std::string &list, const std::string &item) {
    if (!list.empty()) list += ',';
    list += item;
}

} // namespace

DaysOfMonth DayOfMonthField::special_days_in(const MonthShape &month) const {
    DaysOfMonth result = last ? DaysOfMonth{1} << (month.length - 1) : 0;
    if (last_weekday) result |= DaysOfMonth{1} << (last_weekday_of(month) - 1);
    for (auto rest = nearest; rest != 0; rest &= rest - 1) {
        const auto day = static_cast<unsigned>(std::countr_zero(rest));
        if (day <= month.length) result |= DaysOfMonth{1} << (nearest_weekday(day, month) - 1);
    }
    return result;
}

DaysOfMonth DayOfWeekField::special_days_in(const MonthShape &month) const {
    DaysOfMonth result = 0;
    for (unsigned week = 0; week < weeks; ++week) {
        const auto in_week = (nth >> (7 * week)) & weekdays;
        if (in_week != 0) result |= all_weeks(in_week, month) & static_cast<DaysOfMonth>(weekdays << (7 * week));
    }
    const auto in_last = (nth >> (7 * last_week)) & weekdays;
    return result | (all_weeks(in_last, month) & static_cast<DaysOfMonth>(weekdays << (month.length - 7)));
}

Result<DayOfMonthField> parse_day_of_month(Piece text, std::string_view job_id) {
    if (text.text == "?") return DayOfMonthField{all_days, 0, false, false, true}; // 1.4, 4.2
    DayOfMonthField field{0, 0, false, false, text.text.starts_with('*')};
    if (auto error = for_each_item(text, [&](Piece item) { return take_day(item, job_id, field); })) return *error;
    return field;
}

Result<DayOfWeekField> parse_day_of_week(Piece text, std::string_view job_id) {
    if (text.text == "?") return DayOfWeekField{0, all_weekdays, true, false};
    const bool and_day = text.text.starts_with('+'); // 1.4, 4.1.2
    const auto list = and_day ? text.from(1) : text;
    DayOfWeekField field{0, 0, list.text.starts_with('*'), and_day};
    if (auto error = for_each_item(list, [&](Piece item) { return take_weekday(item, job_id, field); })) return *error;
    return field;
}

std::string print_day_of_month(const DayOfMonthField &field) {
    auto text = print_field({field.days, field.star}, day_of_month_kind());
    for (auto rest = field.nearest; rest != 0; rest &= rest - 1)
        append(text, std::to_string(std::countr_zero(rest)) + "W");
    if (field.last) append(text, "L");
    if (field.last_weekday) append(text, "LW");
    return text;
}

std::string print_day_of_week(const DayOfWeekField &field) {
    auto text = print_field({field.each, field.star}, day_of_week_kind());
    for (auto rest = field.nth; rest != 0; rest &= rest - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(rest));
        append(text, std::to_string(bit % 7) + "#" + (bit / 7 == last_week ? "L" : std::to_string(bit / 7 + 1)));
    }
    return field.and_day ? "+" + text : text;
}

} // namespace gateway_scheduler::schedule
