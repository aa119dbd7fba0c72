// Thread-safe: pure functions.
#include "json/id.h"

#include "json/invalid_input.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace sample_host::json {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

bool dash_before(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

int digit_value(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

[[noreturn]] void refuse(std::string_view text) {
    throw InvalidInput("\"" + std::string(text.substr(0, 64)) +
                       "\" is not an id; expected a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057");
}

} // namespace

std::string format_id(const gs_id &id) {
    std::string text;
    text.reserve(36);
    for (std::size_t index = 0; index < std::size(id.bytes); ++index) {
        if (dash_before(index)) text += '-';
        text += digits[id.bytes[index] >> 4U];
        text += digits[id.bytes[index] & 0xFU];
    }
    return text;
}

gs_id parse_id(std::string_view text) {
    if (text.size() != 36) refuse(text);
    gs_id id{};
    std::size_t at = 0;
    for (std::size_t index = 0; index < std::size(id.bytes); ++index) {
        if (dash_before(index) && text[at++] != '-') refuse(text);
        const int high = digit_value(text[at]);
        const int low = digit_value(text[at + 1]);
        if (high < 0 || low < 0) refuse(text);
        id.bytes[index] = static_cast<uint8_t>(high * 16 + low);
        at += 2;
    }
    return id;
}

bool is_none(const gs_id &id) {
    return std::all_of(std::begin(id.bytes), std::end(id.bytes), [](uint8_t byte) { return byte == 0; });
}

bool comes_before(const gs_id &left, const gs_id &right) {
    return std::memcmp(left.bytes, right.bytes, sizeof(left.bytes)) < 0;
}

std::optional<int64_t> creation_time(const gs_id &id) {
    if ((id.bytes[6] >> 4U) != 7) return std::nullopt;
    int64_t milliseconds = 0;
    for (std::size_t index = 0; index < 6; ++index) milliseconds = milliseconds * 256 + id.bytes[index];
    return milliseconds * 1'000;
}

} // namespace sample_host::json
