// Bytes as the letters of RFC 4648, with padding. Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::move {

std::string to_base64(std::string_view bytes);

// Only what to_base64 writes. Throws json::InvalidInput.
std::string from_base64(std::string_view text);

} // namespace sample_host::move
