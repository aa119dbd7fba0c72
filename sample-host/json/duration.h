// Durations as people write them ("90s", "1h30m", "2d") <-> microseconds. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::json {

// Units d (24 hours), h, m, s, ms, us, whole numbers, from large to small, each at most once; or a plain 0. Throws
// InvalidInput when it is not a duration, is negative, or is beyond GS_MAX_DURATION_US.
int64_t parse_duration(std::string_view text);

// Could it be a duration at all, whatever its sign and size? Tells a slip of the pen from a value that is not allowed.
bool looks_like_duration(std::string_view text);

// The shortest such text, "1h30m"; "0s" for nothing; with a minus in front when negative.
std::string format_duration(int64_t duration);

} // namespace sample_host::json
