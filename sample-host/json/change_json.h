// What a change came to, and a refusal, as JSON objects. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <string>
#include <string_view>

namespace sample_host::json {

std::string change_to_json(const gs_change &change);

// {"error":"...","field":"...","position":3}; an empty field and a negative position are left out.
std::string error_to_json(std::string_view sentence, std::string_view field, int64_t position);

// The text of a gs_error, which is NUL-terminated unless somebody broke the contract.
std::string error_to_json(const gs_error &error);

} // namespace sample_host::json
