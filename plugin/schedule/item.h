// One item of a field's list, as all fields have it: a value, a range, `*` or `H`, and a step after all but the value.
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schedule/error.h"
#include "schedule/field_kind.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

// The values first, first + step, ... up to last.
struct Item {
    unsigned first;
    unsigned last;
    unsigned step;
    std::size_t size; // bytes that it took; what follows them is the caller's to judge
    bool single;      // a value alone: what may have a suffix
};

Result<Item> parse_item(Piece text, const FieldKind &kind, std::string_view job_id);

// Errors about a field, for whoever reads more than plain items.
Error error_at(const FieldKind &kind, int position, const std::string &what);

// What begins `rest` may not stand there; `after` is what was read before it in the same item.
Error unexpected(const FieldKind &kind, Piece rest, std::string_view after);

// Calls take(Piece) for each item of the list, which answers with an error or none; stops at the first error.
template <class Take>
std::optional<Error> for_each_item(Piece list, Take take) {
    std::size_t begin = 0;
    while (true) {
        const std::size_t comma = list.text.find(',', begin);
        if (auto error = take(list.from(begin).first(comma - begin))) return error;
        if (comma == std::string_view::npos) return std::nullopt;
        begin = comma + 1;
    }
}

} // namespace gateway_scheduler::schedule
