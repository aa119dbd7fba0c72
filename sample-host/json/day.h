// Days and ranges of days as text <-> days since 1970-01-01, from 1970-01-01 to 2199-12-31. Thread-safe: pure
// functions.
#pragma once

#include <gateway_scheduler/run.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::json {

// "2026-12-25"
std::string format_day(int64_t day);

// "2026-12-25", or "2026-12-28..2026-12-31" for more than one day.
std::string format_days(const gs_day_range &days);

// The same forms, strictly. Throws InvalidInput with a sentence that names the text.
gs_day_range parse_days(std::string_view text);

} // namespace sample_host::json
