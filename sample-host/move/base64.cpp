#include "move/base64.h"

#include "json/invalid_input.h"

#include <array>
#include <cstdint>

namespace sample_host::move {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint32_t no_letter = 64;

constexpr std::array<uint8_t, 256> values = [] {
    std::array<uint8_t, 256> table{};
    table.fill(no_letter);
    for (std::size_t value = 0; value < letters.size(); ++value) {
        table[static_cast<unsigned char>(letters[value])] = static_cast<uint8_t>(value);
    }
    return table;
}();

[[noreturn]] void refuse() {
    throw json::InvalidInput("it is not base64 with padding, as RFC 4648 has it");
}

} // namespace

std::string to_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
        const auto byte = [bytes](std::size_t at) {
            return at < bytes.size() ? static_cast<uint32_t>(static_cast<unsigned char>(bytes[at])) : 0U;
        };
        const uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
        text += letters[three >> 18U];
        text += letters[three >> 12U & 63U];
        text += bytes.size() > 1 ? letters[three >> 6U & 63U] : '=';
        text += bytes.size() > 2 ? letters[three & 63U] : '=';
    }
    return text;
}

std::string from_base64(std::string_view text) {
    if (text.size() % 4 != 0) refuse();
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (; !text.empty(); text.remove_prefix(4)) {
        const std::size_t padding = text.size() > 4 || text[3] != '=' ? 0 : text[2] == '=' ? 2 : 1;
        uint32_t three = 0;
        for (std::size_t at = 0; at < 4; ++at) {
            const uint32_t value = at < 4 - padding ? values[static_cast<unsigned char>(text[at])] : 0U;
            if (value == no_letter) refuse();
            three = three << 6U | value;
        }
        bytes += static_cast<char>(three >> 16U & 255U);
        if (padding < 2) bytes += static_cast<char>(three >> 8U & 255U);
        if (padding < 1) bytes += static_cast<char>(three & 255U);
        const uint32_t unused = padding == 2 ? three & 0xFFFFU : padding == 1 ? three & 0xFFU : 0U;
        if (unused != 0) refuse();
    }
    return bytes;
}

} // namespace sample_host::move
