// Thread-safe: pure functions.
#include "api/percent.h"

#include "api/request.h"
#include "json/utf8.h"

#include <charconv>

namespace sample_host::api {
namespace {

bool is_unreserved(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || std::string_view("-_.~").find(character) != std::string_view::npos;
}

bool is_hexadecimal(char character) {
    return std::string_view("0123456789abcdefABCDEF").find(character) != std::string_view::npos;
}

} // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char character : text) {
        if (is_unreserved(character)) {
            encoded += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xFU];
    }
    return encoded;
}

std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        if (at + 2 >= text.size() || !is_hexadecimal(text[at + 1]) || !is_hexadecimal(text[at + 2])) {
            throw RequestError(400, "a % in the target is not followed by two hexadecimal digits");
        }
        unsigned int byte = 0;
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16);
        decoded += static_cast<char>(byte);
        at += 2;
    }
    if (!json::is_utf8(decoded)) throw RequestError(400, "the target is not UTF-8 once it is decoded");
    return decoded;
}

} // namespace sample_host::api
