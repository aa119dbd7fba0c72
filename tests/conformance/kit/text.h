// text.h - text for the verdict: constants by their names, and whatever a host said made fit to be printed. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <gateway_scheduler/abi.h>

namespace conformance::kit {

std::string status_name(std::int32_t status);      // "GS_OK", or "17, which is no GS_* status"
std::string item_outcome_name(std::int32_t value); // "done"
std::string state_name(std::int32_t value);        // "claimed"
std::string outcome_name(std::int32_t value);      // "succeeded"
std::string result_name(std::int32_t value);       // "succeeded"
std::string attempt_state_name(std::int32_t value);

// As it is if it is UTF-8 without control characters, which are written as \xNN like bytes that are no UTF-8.
std::string printable(std::string_view text);
bool is_utf8(std::string_view text);

// The error's sentence, as far as it is one; empty when there is none.
std::string said(const gs_error &error);

// A character of each plane that has any, and the largest code point.
std::string every_plane();
// All 256 of them.
std::string every_byte();

} // namespace conformance::kit
