// One field of a cron pattern that is a plain set of values (second, minute, hour, month): its text to the set and
// back. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schedule/error.h"
#include "schedule/field_kind.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

struct Field {
    std::uint64_t values; // bit n: the value n
    bool star;            // the text starts with `*`: by Vixie's rule a wildcard, whatever follows
};

Result<Field> parse_field(Piece text, const FieldKind &kind, std::string_view job_id);

// Parsed again, it gives the same field.
std::string print_field(const Field &field, const FieldKind &kind);

// The bits first, first + step, ... up to last, which is at most 63.
std::uint64_t every(unsigned first, unsigned last, unsigned step);

} // namespace gateway_scheduler::schedule
