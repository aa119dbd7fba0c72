// Table 3-7 of the Unicode standard: the second byte's range depends on the first, all later ones are 80..BF.
#include "json/utf8.h"

namespace sample_host::json {
namespace {

struct Lead {
    std::size_t size; // 0: cannot begin a character
    unsigned char second_low;
    unsigned char second_high;
    char32_t bits;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, 0, 0, byte};
    if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF, byte & 0x1FU};
    if (byte == 0xE0) return {3, 0xA0, 0xBF, 0};
    if (byte == 0xED) return {3, 0x80, 0x9F, 0xDU};
    if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF, byte & 0x0FU};
    if (byte == 0xF0) return {4, 0x90, 0xBF, 0};
    if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF, byte & 0x07U};
    if (byte == 0xF4) return {4, 0x80, 0x8F, 4U};
    return {0, 0, 0, 0};
}

} // namespace

Utf8Step utf8_step(std::string_view text, std::size_t at) {
    const Lead lead = lead_of(static_cast<unsigned char>(text[at]));
    if (lead.size == 0) return {1, false, 0};
    char32_t character = lead.bits;
    for (std::size_t offset = 1; offset < lead.size; ++offset) {
        if (at + offset >= text.size()) return {offset, false, 0};
        const auto byte = static_cast<unsigned char>(text[at + offset]);
        const unsigned char low = offset == 1 ? lead.second_low : 0x80;
        const unsigned char high = offset == 1 ? lead.second_high : 0xBF;
        if (byte < low || byte > high) return {offset, false, 0};
        character = (character << 6U) | (byte & 0x3FU);
    }
    return {lead.size, true, character};
}

bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Utf8Step step = utf8_step(text, at);
        if (!step.valid) return false;
        at += step.size;
    }
    return true;
}

std::string replace_invalid_utf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const Utf8Step step = utf8_step(text, at);
        result += step.valid ? text.substr(at, step.size) : std::string_view("\xEF\xBF\xBD");
        at += step.size;
    }
    return result;
}

} // namespace sample_host::json
