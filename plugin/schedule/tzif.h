// Reads the bytes of a TZif file, versions 1 to 4 (RFC 8536, RFC 9636), into what a zone needs. Pure; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/error.h"
#include "schedule/instant.h"

namespace gateway_scheduler::schedule {

struct TzifTransition {
    InstantSeconds at;
    std::chrono::seconds offset; // east of UTC, from `at` on
};

struct TzifContent {
    std::chrono::seconds initial_offset;     // before the first transition
    std::vector<TzifTransition> transitions; // ascending
    std::string footer;                      // POSIX TZ string, empty: none
};

// `name` is for errors only.
Result<TzifContent> parse_tzif(std::string_view name, std::span<const std::byte> bytes);

} // namespace gateway_scheduler::schedule
