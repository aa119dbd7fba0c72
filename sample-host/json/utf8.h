// Is it UTF-8, and what to show where it is not. Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sample_host::json {

// One step through a text: `size` bytes are one character, or the longest piece that could have begun one. The size is
// 1 to 4, and never reaches beyond the text.
struct Utf8Step {
    std::size_t size;
    bool valid;
    char32_t character; // 0 when not valid
};

// `at` is less than text.size().
Utf8Step utf8_step(std::string_view text, std::size_t at);

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// Each piece that is not UTF-8 becomes one U+FFFD, by the Unicode standard's rule of maximal subparts.
std::string replace_invalid_utf8(std::string_view text);

} // namespace sample_host::json
