// id_text.cpp - see id_text.h.
#include "storage/sql/id_text.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace sample_host::sql {

namespace {

constexpr std::size_t text_size = 36;
constexpr std::string_view digits = "0123456789abcdef";

constexpr bool dash_before(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

} // namespace

std::string id_text(const gs_id &id) {
    std::string text;
    text.reserve(text_size);
    for (std::size_t i = 0; i < std::size(id.bytes); ++i) {
        if (dash_before(i)) text += '-';
        text += digits[id.bytes[i] >> 4U];
        text += digits[id.bytes[i] & 15U];
    }
    return text;
}

std::optional<gs_id> parse_id(std::string_view text) {
    if (text.size() != text_size) return std::nullopt;
    gs_id id{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < std::size(id.bytes); ++i) {
        if (dash_before(i) && text[at++] != '-') return std::nullopt;
        const std::size_t high = digits.find(text[at++]);
        const std::size_t low = digits.find(text[at++]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        id.bytes[i] = static_cast<std::uint8_t>(high << 4U | low);
    }
    return id;
}

std::string id_list(const std::vector<std::string> &ids) {
    std::string list = "[";
    for (const std::string &id : ids) {
        if (list.size() > 1) list += ',';
        list += '"' + id + '"';
    }
    return list + ']';
}

bool is_none(const gs_id &id) {
    return std::all_of(std::begin(id.bytes), std::end(id.bytes), [](std::uint8_t byte) { return byte == 0; });
}

bool same_id(const gs_id &left, const gs_id &right) {
    return std::equal(std::begin(left.bytes), std::end(left.bytes), std::begin(right.bytes));
}

} // namespace sample_host::sql
