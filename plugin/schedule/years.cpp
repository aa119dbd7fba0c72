// See years.h.
#include "schedule/years.h"

#include <algorithm>
#include <bit>

#include "schedule/item.h"

namespace gateway_scheduler::schedule {

std::optional<int> Years::at_or_after(int year) const {
    year = std::max(year, first);
    if (year > last) return std::nullopt;
    auto word = index(year) / 64;
    auto rest = words_[word] & (~std::uint64_t{0} << (index(year) % 64));
    while (rest == 0) {
        if (++word == words_.size()) return std::nullopt;
        rest = words_[word];
    }
    return first + static_cast<int>(word * 64) + std::countr_zero(rest);
}

std::optional<int> Years::at_or_before(int year) const {
    for (year = std::min(year, last); year >= first; --year) {
        if (contains(year)) return year;
    }
    return std::nullopt;
}

Result<Years> parse_years(Piece text) {
    const auto &kind = field_kind(FieldName::year);
    if (text.text == "*") return Years::all();
    Years years;
    const auto error = for_each_item(text, [&](Piece item) -> std::optional<Error> {
        const auto parsed = parse_item(item, kind, {});
        if (!parsed) return parsed.error();
        const auto &[first, last, step, size, single] = parsed.value();
        if (size < item.text.size()) return unexpected(kind, item.from(size), item.text.substr(0, size));
        for (unsigned year = first; year <= last; year += step) years.add(static_cast<int>(year));
        return std::nullopt;
    });
    if (error) return *error;
    return years;
}

std::string print_years(const Years &years) {
    if (years == Years::all()) return "*";
    std::string text;
    for (auto from = years.at_or_after(Years::first); from;) {
        int upto = *from;
        while (years.contains(upto + 1)) ++upto;
        if (upto - *from < 2) upto = *from;
        if (!text.empty()) text += ',';
        text += std::to_string(*from);
        if (upto > *from) text += "-" + std::to_string(upto);
        from = years.at_or_after(upto + 1);
    }
    return text;
}

} // namespace gateway_scheduler::schedule
