// See text.h.
#include "schedule/text.h"

#include <algorithm>
#include <array>

namespace gateway_scheduler::schedule {

std::size_t count_digits(std::string_view text) {
    const auto *end = std::find_if_not(text.begin(), text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

std::int64_t number_of(std::string_view digits, std::int64_t largest) {
    std::int64_t value = 0;
    for (const char digit : digits) {
        value = value * 10 + (digit - '0');
        if (value > largest) return largest + 1;
    }
    return value;
}

std::vector<Piece> split_at_blanks(Piece whole) {
    std::vector<Piece> pieces;
    std::size_t at = 0;
    while (true) {
        while (at < whole.text.size() && is_blank(whole.text[at])) ++at;
        if (at == whole.text.size()) return pieces;
        const std::size_t begin = at;
        while (at < whole.text.size() && !is_blank(whole.text[at])) ++at;
        pieces.push_back(whole.from(begin).first(at - begin));
    }
}

std::string quoted(std::string_view text) {
    constexpr std::size_t most = 40;
    constexpr std::array<char, 17> hex{"0123456789ABCDEF"};
    std::string result = "'";
    for (const char c : text.substr(0, most)) {
        if (c >= 0x20 && c < 0x7F) {
            result += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += "<0x";
            result += hex[byte >> 4U];
            result += hex[byte & 15U];
            result += '>';
        }
    }
    if (text.size() > most) result += "...";
    return result + "'";
}

} // namespace gateway_scheduler::schedule
