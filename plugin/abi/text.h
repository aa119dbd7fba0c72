// Text at the door: borrowed strings in and out, and what may stand in them. Any thread.
#pragma once

#include <gateway_scheduler/abi.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway_scheduler::abi {

inline std::string_view view(const gs_string &text) {
    return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

inline std::string_view view(const gs_bytes &bytes) {
    return bytes.size == 0 ? std::string_view()
                           : std::string_view(reinterpret_cast<const char *>(bytes.data), bytes.size);
}

inline gs_string lend(std::string_view text) {
    return {text.data(), text.size()};
}

inline gs_bytes lend_bytes(std::string_view bytes) {
    return {reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()};
}

bool valid_utf8(std::string_view text);

// U+0000 to U+001F, U+007F to U+009F.
bool has_control_character(std::string_view text);

// The longest beginning of `text` that has at most `size` bytes and ends with a whole character.
std::string_view cut(std::string_view text, std::size_t size);

} // namespace gateway_scheduler::abi
