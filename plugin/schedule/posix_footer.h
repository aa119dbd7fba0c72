// The POSIX TZ string at the end of a TZif file: the rule for all time after its last stored transition (RFC 8536,
// 3.3 and 3.3.1). Plain values and pure functions; any thread.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "schedule/error.h"
#include "schedule/instant.h"

namespace gateway_scheduler::schedule {

// A day of each year and a time on it, in the local time that holds before it.
struct YearlyChange {
    enum class Kind { julian, zero_based, weekday }; // Jn: never 29 February; n; Mm.w.d
    Kind kind;
    int day;                   // Jn: 1-365; n: 0-365; Mm.w.d: 0-6, Sunday is 0
    unsigned month;            // Mm.w.d only
    unsigned week;             // Mm.w.d only: 1-5, 5 is the last
    std::chrono::seconds time; // -167 to 167 hours

    LocalSeconds in(date::year year) const;
};

struct PosixFooter {
    struct Daylight {
        std::chrono::seconds offset;
        YearlyChange start;
        YearlyChange end;
    };
    std::chrono::seconds standard_offset; // east of UTC, unlike in the text
    std::optional<Daylight> daylight;
};

// `text` is without the newlines around it.
Result<PosixFooter> parse_posix_footer(std::string_view text);

} // namespace gateway_scheduler::schedule
