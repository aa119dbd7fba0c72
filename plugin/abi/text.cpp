#include "abi/text.h"

namespace gateway_scheduler::abi {

namespace {

// The length of the well-formed character at the start of `text` (Unicode 15, table 3-7); 0: ill-formed.
std::size_t character_length(std::string_view text) {
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    std::size_t length = 0;
    unsigned least = 0x80;
    unsigned most = 0xBF;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4;
    if (length == 0 || text.size() < length) return 0;
    if (first == 0xE0) least = 0xA0; // no overlong forms
    if (first == 0xED) most = 0x9F;  // no surrogates
    if (first == 0xF0) least = 0x90;
    if (first == 0xF4) most = 0x8F; // nothing beyond U+10FFFF
    if (byte(1) < least || byte(1) > most) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
    }
    return length;
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

bool valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F) return true;
        const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) return true;
    }
    return false;
}

std::string_view cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    std::size_t end = size;
    while (end > 0 && size - end < 4 && continues(text[end])) --end;
    return text.substr(0, continues(text[end]) ? size : end);
}

} // namespace gateway_scheduler::abi
