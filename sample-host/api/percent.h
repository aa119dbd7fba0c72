// Percent-encoding (RFC 3986), both ways. Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::api {

// Everything but letters, digits, - _ . ~ is encoded; the result can stand as one segment or one value.
std::string percent_encode(std::string_view text);

// Strict: each % is followed by two hexadecimal digits, and the result is UTF-8. A + stays a +. Throws RequestError
// 400.
std::string percent_decode(std::string_view text);

} // namespace sample_host::api
