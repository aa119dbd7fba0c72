// One field of a cron pattern: its text to a set of values and back. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "schedule/error.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

// What a field may hold.
struct FieldKind {
    const char *name; // as errors call it
    unsigned lowest;
    unsigned highest;                        // the day of week goes to 7, which is Sunday again
    unsigned largest_step;                   // how many values there are: a longer step would not do what it says
    std::span<const std::string_view> names; // of the values from `lowest` on
    const char *expected;                    // for errors
};

inline constexpr std::size_t field_count = 5;

// minute, hour, day of month, month, day of week
const FieldKind &field_kind(std::size_t index);

struct Field {
    std::uint64_t values; // bit n: the value n; Sunday is bit 0
    bool star;            // the text starts with `*`: by Vixie's rule a wildcard, whatever follows
};

Result<Field> parse_field(Piece text, const FieldKind &kind);

// Parsed again, it gives the same field.
std::string print_field(const Field &field, const FieldKind &kind);

} // namespace gateway_scheduler::schedule
