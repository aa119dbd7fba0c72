// RFC 3339 times <-> microseconds since 1970-01-01T00:00:00Z. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::json {

// "2026-03-08T07:00:00Z", with six digits of fraction when there is one. Years outside of 0000 to 9999, which
// RFC 3339 does not have, are printed with a sign and at least five digits.
std::string format_time(int64_t time);
void append_time(std::string &text, int64_t time);

// The same instant with an offset instead of Z, "2026-03-08T03:00:00-04:00". The offset is in seconds east of UTC;
// since RFC 3339 has no seconds there, they are left out of offset and local time alike. Without a fraction if
// `whole_seconds`.
std::string format_time_with_offset(int64_t time, int32_t offset, bool whole_seconds);

// Strict: date, T, time, at most six digits of fraction, Z or an offset. No leap second, which the contract's times do
// not have. Throws InvalidInput.
int64_t parse_time(std::string_view text);

} // namespace sample_host::json
