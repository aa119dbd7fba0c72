// The ranges are the blocks that matter in names and messages, not the whole of the Unicode tables. Thread-safe: pure
// functions.
#include "cli/display_text.h"

#include "json/utf8.h"

#include <algorithm>
#include <array>

namespace sample_host::cli {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array<Range, 10> combining = {{{0x0300, 0x036F},
                                              {0x0483, 0x0489},
                                              {0x0591, 0x05BD},
                                              {0x0610, 0x061A},
                                              {0x064B, 0x065F},
                                              {0x1AB0, 0x1AFF},
                                              {0x200B, 0x200F},
                                              {0x20D0, 0x20FF},
                                              {0xFE00, 0xFE0F},
                                              {0xE0100, 0xE01EF}}};

constexpr std::array<Range, 12> wide = {{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0x4DBF},
                                         {0x4E00, 0xA4CF},
                                         {0xA960, 0xA97F},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0xFFE0, 0xFFE6},
                                         {0x1F300, 0x1FAFF},
                                         {0x20000, 0x3FFFD}}};

template <std::size_t Size>
bool within(const std::array<Range, Size> &ranges, char32_t character) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [character](const Range &range) { return character >= range.first && character <= range.last; });
}

std::size_t width_of(char32_t character) {
    if (within(combining, character)) return 0;
    return within(wide, character) ? 2 : 1;
}

// C0, DEL and C1, and the marks that turn the direction of writing around.
bool is_control(char32_t character) {
    return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
           (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

} // namespace

std::string harmless(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const json::Utf8Step step = json::utf8_step(text, at);
        if (!step.valid) {
            result += "\xEF\xBF\xBD";
        } else if (is_control(step.character)) {
            result += ' ';
        } else {
            result += text.substr(at, step.size);
        }
        at += step.size;
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const json::Utf8Step step = json::utf8_step(text, at);
        width += step.valid ? width_of(step.character) : 1;
        at += step.size;
    }
    return width;
}

std::string shortened(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    std::size_t at = 0;
    std::size_t used = 0;
    while (at < text.size()) {
        const json::Utf8Step step = json::utf8_step(text, at);
        const std::size_t more = step.valid ? width_of(step.character) : 1;
        if (used + more + 1 > width) break;
        used += more;
        at += step.size;
    }
    return std::string(text.substr(0, at)) + "\xE2\x80\xA6";
}

std::string counted(std::int64_t count, std::string_view noun) {
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

} // namespace sample_host::cli
