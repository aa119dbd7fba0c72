// array_text.h - lists as PostgreSQL reads arrays in a parameter's text. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gateway_scheduler/abi.h>

namespace sample_host::postgresql {

std::string array_text(const std::vector<std::string_view> &texts);
std::string array_text(const std::vector<gs_id> &ids);

} // namespace sample_host::postgresql
