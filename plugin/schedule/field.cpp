// See field.h.
#include "schedule/field.h"

#include <bit>
#include <optional>

#include "schedule/item.h"

namespace gateway_scheduler::schedule {
namespace {

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

std::uint64_t every(unsigned first, unsigned last, unsigned step) {
    std::uint64_t values = 0;
    if (step == 1) return (~std::uint64_t{0} >> (63U - (last - first))) << first;
    for (unsigned value = first; value <= last; value += step) values |= std::uint64_t{1} << value;
    return values;
}

Result<Field> parse_field(Piece text, const FieldKind &kind, std::string_view job_id) {
    Field field{0, text.text.starts_with('*')};
    const auto error = for_each_item(text, [&](Piece item) -> std::optional<Error> {
        const auto parsed = parse_item(item, kind, job_id);
        if (!parsed) return parsed.error();
        const auto &[first, last, step, size, single] = parsed.value();
        if (size < item.text.size()) return unexpected(kind, item.from(size), item.text.substr(0, size));
        field.values |= every(first, last, step);
        return std::nullopt;
    });
    if (error) return *error;
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
