// See field.h.
#include "schedule/field.h"

#include <array>
#include <bit>
#include <optional>

namespace gateway_scheduler::schedule {
namespace {

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

constexpr std::array<FieldKind, field_count> kinds{{{"minute", 0, 59, 60, {}, "0-59"},
                                                    {"hour", 0, 23, 24, {}, "0-23"},
                                                    {"day of month", 1, 31, 31, {}, "1-31"},
                                                    {"month", 1, 12, 12, month_names, "1-12 or JAN-DEC"},
                                                    {"day of week", 0, 7, 7, weekday_names, "0-7 or SUN-SAT"}}};

Error error_at(const FieldKind &kind, int position, const std::string &what) {
    return {kind.name, position, std::string("the ") + kind.name + " field: " + what};
}

Error expected_value(const FieldKind &kind, int position, const std::string &found) {
    return error_at(kind, position, found + "; expected " + kind.expected);
}

// What other dialects and later releases mean by a character; empty for all others.
std::string_view known_extension(char c) {
    switch (upper(c)) {
    case 'H':
        return "H (a hash of the job id)";
    case 'L':
        return "L (last)";
    case 'W':
        return "W (nearest weekday)";
    case '#':
        return "# (nth weekday of the month)";
    case '?':
        return "? (any day)";
    case '+':
        return "+ (both day fields must match)";
    default:
        return {};
    }
}

// The piece does not begin with anything that may stand there.
Error unexpected(const FieldKind &kind, Piece rest, std::string_view after) {
    std::size_t letters = 0;
    while (letters < rest.text.size() && is_letter(rest.text[letters])) ++letters;
    const auto extension = letters <= 1 ? known_extension(rest.text.front()) : std::string_view{};
    if (!extension.empty()) {
        return error_at(kind, rest.position,
                        std::string(extension) + " is not supported by this release; expected " + kind.expected +
                            ", a range, a list or a step");
    }
    const auto found = quoted(rest.text.substr(0, letters == 0 ? 1 : letters));
    if (after.empty()) return expected_value(kind, rest.position, "found " + found);
    return error_at(kind, rest.position,
                    "found " + found + " after " + quoted(after) + "; expected ',' or the end of the field");
}

struct Value {
    unsigned number;
    std::size_t size; // bytes that it took
};

Result<Value> parse_name(Piece text, const FieldKind &kind) {
    std::size_t size = 0;
    while (size < text.text.size() && is_letter(text.text[size])) ++size;
    if (size == 3) {
        const std::array<char, 3> name{upper(text.text[0]), upper(text.text[1]), upper(text.text[2])};
        for (std::size_t i = 0; i < kind.names.size(); ++i) {
            if (kind.names[i] == std::string_view(name.data(), name.size()))
                return Value{kind.lowest + static_cast<unsigned>(i), size};
        }
    }
    return unexpected(kind, text, {});
}

Result<Value> parse_value(Piece text, const FieldKind &kind) {
    if (text.text.empty()) return expected_value(kind, text.position, "a value is missing");
    const std::size_t size = count_digits(text.text);
    if (size == 0) {
        if (is_letter(text.text.front())) return parse_name(text, kind);
        return unexpected(kind, text, {});
    }
    const auto number = static_cast<unsigned>(number_of(text.text.substr(0, size), kind.highest));
    if (number < kind.lowest || number > kind.highest)
        return expected_value(kind, text.position, quoted(text.text.substr(0, size)) + " is out of range");
    return Value{number, size};
}

// `text` is what follows the slash.
Result<Value> parse_step(Piece text, const FieldKind &kind) {
    const auto expected = "; expected a step of 1-" + std::to_string(kind.largest_step);
    const std::size_t size = count_digits(text.text);
    if (size == 0) return error_at(kind, text.position, "the step after '/' is missing or no number" + expected);
    const auto digits = text.text.substr(0, size);
    const auto step = static_cast<unsigned>(number_of(digits, kind.largest_step));
    if (step == 0 || step > kind.largest_step)
        return error_at(kind, text.position, "the step " + quoted(digits) + " is out of range" + expected);
    return Value{step, size};
}

std::uint64_t every(unsigned first, unsigned last, unsigned step) {
    std::uint64_t values = 0;
    for (unsigned value = first; value <= last; value += step) values |= std::uint64_t{1} << value;
    return values;
}

struct Range {
    unsigned first;
    unsigned last;
    std::size_t size;  // bytes that it took
    bool takes_a_step; // a single value does not
};

Result<Range> parse_range(Piece item, const FieldKind &kind) {
    if (item.text.starts_with('*')) return Range{kind.lowest, kind.highest, 1, true};
    const auto first = parse_value(item, kind);
    if (!first) return first.error();
    const unsigned from = first.value().number;
    const std::size_t size = first.value().size;
    if (size == item.text.size() || item.text[size] != '-') return Range{from, from, size, false};
    const auto last = parse_value(item.from(size + 1), kind);
    if (!last) return last.error();
    const unsigned to = last.value().number;
    const std::size_t whole = size + 1 + last.value().size;
    if (from > to) {
        const auto hint = to == 0 && kind.highest == 7 ? " (at the end of a range Sunday is 7)" : "";
        return error_at(kind, item.position,
                        "the range " + quoted(item.text.substr(0, whole)) +
                            " runs backwards; expected the smaller value first" + hint);
    }
    return Range{from, to, whole, true};
}

Result<std::uint64_t> parse_item(Piece item, const FieldKind &kind) {
    const auto range = parse_range(item, kind);
    if (!range) return range.error();
    const auto [first, last, size, takes_a_step] = range.value();
    std::size_t used = size;
    unsigned step = 1;
    if (used < item.text.size() && item.text[used] == '/') {
        if (!takes_a_step) {
            return error_at(kind, item.position + static_cast<int>(used),
                            "a step needs '*' or a range before it; expected for example " + std::to_string(first) +
                                "-" + std::to_string(kind.highest) + "/n");
        }
        const auto parsed = parse_step(item.from(used + 1), kind);
        if (!parsed) return parsed.error();
        step = parsed.value().number;
        used += 1 + parsed.value().size;
    }
    if (used < item.text.size()) return unexpected(kind, item.from(used), item.text.substr(0, used));
    return every(first, last, step);
}

std::uint64_t all_values(const FieldKind &kind) {
    return every(kind.lowest, kind.lowest + kind.largest_step - 1, 1);
}

// Values as numbers and, from three neighbours on, ranges.
std::string print_list(std::uint64_t values) {
    std::string text;
    while (values != 0) {
        const auto first = static_cast<unsigned>(std::countr_zero(values));
        const auto run = static_cast<unsigned>(std::countr_one(values >> first));
        const unsigned last = run >= 3 ? first + run - 1 : first;
        if (!text.empty()) text += ',';
        text += std::to_string(first);
        if (last > first) text += "-" + std::to_string(last);
        values &= ~every(first, last, 1);
    }
    return text;
}

// A set of at least three values that are all equally far apart, more than one: as a range with a step.
std::optional<std::string> print_stepped(std::uint64_t values) {
    if (std::popcount(values) < 3) return std::nullopt;
    const auto first = static_cast<unsigned>(std::countr_zero(values));
    const auto last = static_cast<unsigned>(63 - std::countl_zero(values));
    const auto second = static_cast<unsigned>(std::countr_zero(values & (values - 1)));
    const unsigned step = second - first;
    if (step == 1 || every(first, last, step) != values) return std::nullopt;
    return std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(step);
}

} // namespace

const FieldKind &field_kind(std::size_t index) {
    return kinds[index];
}

Result<Field> parse_field(Piece text, const FieldKind &kind) {
    Field field{0, text.text.starts_with('*')};
    std::size_t begin = 0;
    while (true) {
        const std::size_t comma = text.text.find(',', begin);
        const auto item = parse_item(text.from(begin).first(comma - begin), kind);
        if (!item) return item.error();
        field.values |= item.value();
        if (comma == std::string_view::npos) break;
        begin = comma + 1;
    }
    if (kind.highest == 7) field.values = (field.values | (field.values >> 7U)) & 0x7FU; // 7 is Sunday, as 0 is
    return field;
}

std::string print_field(const Field &field, const FieldKind &kind) {
    if (!field.star) {
        const auto stepped = print_stepped(field.values);
        return stepped ? *stepped : print_list(field.values);
    }
    if (field.values == all_values(kind)) return "*";
    for (unsigned step = 2;; ++step) { // ends: the lowest value is in, because the text started with `*`
        const auto covered = every(kind.lowest, kind.lowest + kind.largest_step - 1, step);
        if ((covered & ~field.values) != 0) continue;
        const auto rest = field.values & ~covered;
        return "*/" + std::to_string(step) + (rest == 0 ? "" : "," + print_list(rest));
    }
}

} // namespace gateway_scheduler::schedule
