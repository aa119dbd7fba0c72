// Ids as lower-case UUID text with dashes, in both directions. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/abi.h>

#include <optional>
#include <string>
#include <string_view>

namespace sample_host::json {

std::string format_id(const gs_id &id);

// 36 characters, hexadecimal in either case. Throws InvalidInput.
gs_id parse_id(std::string_view text);

bool is_none(const gs_id &id);

// Byte order, which is the order of creation within one scheduler.
bool comes_before(const gs_id &left, const gs_id &right);

// When an id of UUID version 7 was made, in microseconds since the epoch; nothing for another version.
std::optional<int64_t> creation_time(const gs_id &id);

} // namespace sample_host::json
