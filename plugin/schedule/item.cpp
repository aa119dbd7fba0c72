// See item.h.
#include "schedule/item.h"

#include <array>

#include "schedule/hash.h"

namespace gateway_scheduler::schedule {
namespace {

Error expected_value(const FieldKind &kind, int position, const std::string &found) {
    return error_at(kind, position, found + "; expected " + kind.expected);
}

std::size_t count_letters(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_letter(text[count])) ++count;
    return count;
}

// What a character means where it may stand; empty for all others.
std::string_view where_it_belongs(char c) {
    switch (c) {
    case 'L':
        return "L (last) stands alone in the day of month field, and after a weekday in the day of week field";
    case 'W':
        return "W (nearest weekday) stands after one day, or after L, in the day of month field";
    case '#':
        return "# (which one of the month) stands after one weekday in the day of week field";
    case '?':
        return "? stands alone in a day field";
    case '+':
        return "+ (both day fields must match) stands first in the day of week field";
    case 'H':
        return "H (a hash of the job id) stands where a value or a range would";
    default:
        return {};
    }
}

struct Value {
    unsigned number;
    std::size_t size; // bytes that it took
};

Result<Value> parse_name(Piece text, const FieldKind &kind) {
    const auto letters = count_letters(text.text);
    const bool last = letters == 4 && text.text[3] == 'L' && kind.field == FieldName::day_of_week; // FRIL
    if (letters == 3 || last) {
        const std::array<char, 3> name{upper(text.text[0]), upper(text.text[1]), upper(text.text[2])};
        for (std::size_t i = 0; i < kind.names.size(); ++i) {
            if (kind.names[i] == std::string_view(name.data(), name.size()))
                return Value{kind.lowest + static_cast<unsigned>(i), name.size()};
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

// `text` is what follows the slash; `most` is how many values there are to step over.
Result<Value> parse_step(Piece text, const FieldKind &kind, unsigned most) {
    const auto expected = "; expected a step of 1-" + std::to_string(most);
    const std::size_t size = count_digits(text.text);
    if (size == 0) return error_at(kind, text.position, "the step after '/' is missing or no number" + expected);
    const auto digits = text.text.substr(0, size);
    const auto step = static_cast<unsigned>(number_of(digits, most));
    if (step == 0 || step > most)
        return error_at(kind, text.position, "the step " + quoted(digits) + " is out of range" + expected);
    return Value{step, size};
}

// From `text`, which begins with a value: the value, or the range that it begins.
Result<Item> parse_range(Piece text, const FieldKind &kind) {
    const auto first = parse_value(text, kind);
    if (!first) return first.error();
    const unsigned from = first.value().number;
    const std::size_t size = first.value().size;
    if (size == text.text.size() || text.text[size] != '-') return Item{from, from, 1, size, true};
    const auto last = parse_value(text.from(size + 1), kind);
    if (!last) return last.error();
    const unsigned to = last.value().number;
    const std::size_t whole = size + 1 + last.value().size;
    if (from > to) {
        const bool sunday = to == 0 && kind.field == FieldName::day_of_week;
        return error_at(kind, text.position,
                        "the range " + quoted(text.text.substr(0, whole)) +
                            " runs backwards; expected the smaller value first" +
                            (sunday ? " (at the end of a range Sunday is 7)" : ""));
    }
    return Item{from, to, 1, whole, false};
}

// `H` or `H(a-b)`, as the range that it chooses from.
Result<Item> parse_hash_range(Piece text, const FieldKind &kind) {
    if (text.text.size() == 1 || text.text[1] != '(') return Item{kind.lowest, kind.largest_hash, 1, 1, false};
    const auto inside = text.from(2);
    const auto range = parse_range(inside, kind);
    if (!range) return range.error();
    const auto &[first, last, step, size, single] = range.value();
    if (single) return error_at(kind, inside.position, "H( needs a range; expected for example H(0-29)");
    if (last > kind.largest_hash) {
        return error_at(kind, inside.position,
                        "H cannot choose from " + quoted(inside.text.substr(0, size)) + "; expected values of " +
                            std::to_string(kind.lowest) + "-" + std::to_string(kind.largest_hash));
    }
    if (size == inside.text.size() || inside.text[size] != ')')
        return error_at(kind, inside.position + static_cast<int>(size), "')' is missing; expected for example H(0-29)");
    return Item{first, last, 1, 2 + size + 1, false};
}

Result<Item> parse_hash(Piece text, const FieldKind &kind, std::string_view job_id) {
    if (kind.field == FieldName::year)
        return error_at(kind, text.position, "H has no place here; expected 1970-2199, a range, a list or a step");
    if (job_id.empty())
        return error_at(kind, text.position, "H is a hash of the job id and there is none; expected a job id");
    const auto range = parse_hash_range(text, kind);
    if (!range) return range.error();
    auto [first, last, step, size, single] = range.value();
    const auto values = last - first + 1;
    const auto hash = job_hash(job_id, kind.name);
    if (size == text.text.size() || text.text[size] != '/') {
        first += static_cast<unsigned>(hash % values);
        return Item{first, first, 1, size, false};
    }
    const auto parsed = parse_step(text.from(size + 1), kind, values);
    if (!parsed) return parsed.error();
    step = parsed.value().number;
    return Item{first + static_cast<unsigned>(hash % step), last, step, size + 1 + parsed.value().size, false};
}

} // namespace

Error error_at(const FieldKind &kind, int position, const std::string &what) {
    return {kind.name, position, std::string("the ") + kind.name + " field: " + what};
}

Error unexpected(const FieldKind &kind, Piece rest, std::string_view after) {
    const auto letters = count_letters(rest.text);
    const auto found = quoted(rest.text.substr(0, letters == 0 ? 1 : letters));
    const auto belongs = letters <= 1 ? where_it_belongs(rest.text.front()) : std::string_view{};
    const auto hint = belongs.empty() ? std::string{} : " (" + std::string(belongs) + ")";
    if (after.empty()) return expected_value(kind, rest.position, "found " + found + hint);
    return error_at(kind, rest.position,
                    "found " + found + " after " + quoted(after) + hint + "; expected ',' or the end of the field");
}

Result<Item> parse_item(Piece text, const FieldKind &kind, std::string_view job_id) {
    if (text.text.starts_with('H')) return parse_hash(text, kind, job_id);
    auto range = text.text.starts_with('*')
                     ? Result<Item>(Item{kind.lowest, kind.lowest + kind.largest_step - 1, 1, 1, false})
                     : parse_range(text, kind);
    if (!range) return range;
    auto item = range.value();
    if (item.size == text.text.size() || text.text[item.size] != '/') return item;
    if (item.single) {
        return error_at(kind, text.position + static_cast<int>(item.size),
                        "a step needs '*' or a range before it; expected for example " + std::to_string(item.first) +
                            "-" + std::to_string(kind.highest) + "/n");
    }
    const auto step = parse_step(text.from(item.size + 1), kind, kind.largest_step);
    if (!step) return step.error();
    item.step = step.value().number;
    item.size += 1 + step.value().size;
    return item;
}

} // namespace gateway_scheduler::schedule
