// Small helpers for reading schedule texts and for naming in errors what was found there. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/error.h"

namespace gateway_scheduler::schedule {

// A piece of a longer text that knows where it stood.
struct Piece {
    std::string_view text;
    int position; // 0-based byte offset in the whole text

    int end() const { return position + static_cast<int>(text.size()); }
    Piece from(std::size_t offset) const { return {text.substr(offset), position + static_cast<int>(offset)}; }
    Piece first(std::size_t count) const { return {text.substr(0, count), position}; }
};

inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
inline char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// How many digits the text begins with.
std::size_t count_digits(std::string_view text);

// The value of a run of digits; what exceeds `largest` comes back as largest + 1, whatever its length.
std::int64_t number_of(std::string_view digits, std::int64_t largest);

// Splits at spaces and tabs, as many as there are.
std::vector<Piece> split_at_blanks(Piece whole);

// For errors: the text in quotes, long ones cut, bytes that do not print as <0x1F>.
std::string quoted(std::string_view text);

} // namespace gateway_scheduler::schedule
