// array_text.h - lists as PostgreSQL reads arrays in a parameter's text. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gateway_scheduler/abi.h>

namespace sample_host::postgresql {

std::string array_text(const std::vector<std::string_view> &texts);
std::string array_text(const std::vector<gs_id> &ids);
std::string array_text(const std::vector<std::int64_t> &numbers); // GS_NO_TIME: NULL
std::string array_text(const std::vector<gs_bytes> &values);      // without bytes: NULL

} // namespace sample_host::postgresql
