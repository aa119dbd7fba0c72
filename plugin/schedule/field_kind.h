// The seven fields of a cron pattern and what each may hold. Constants; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace gateway_scheduler::schedule {

enum class FieldName : std::size_t { second, minute, hour, day_of_month, month, day_of_week, year };

inline constexpr std::size_t field_count = 7;

struct FieldKind {
    FieldName field;
    const char *name; // as errors call it, and as H hashes it
    unsigned lowest;
    unsigned highest;                        // the day of week goes to 7, which is Sunday again
    unsigned largest_step;                   // how many values there are: a longer step would not do what it says
    unsigned largest_hash;                   // H chooses from `lowest` to this
    std::span<const std::string_view> names; // of the values from `lowest` on
    const char *expected;                    // for errors
};

const FieldKind &field_kind(FieldName field);

} // namespace gateway_scheduler::schedule
