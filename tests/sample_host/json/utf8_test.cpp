// What is UTF-8, and what takes the place of what is not.
#include "json/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sample_host::json {
namespace {

using namespace std::string_literals;

const std::string mark = "\xEF\xBF\xBD";

TEST(Utf8, AcceptsEveryPlaneAndNul) {
    for (const std::string &text : {""s, "plain"s, "\0"s, "\xC2\x80"s, "\xDF\xBF"s, "\xE0\xA0\x80"s, "\xED\x9F\xBF"s,
                                    "\xEE\x80\x80"s, "\xEF\xBF\xBF"s, "\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s}) {
        EXPECT_TRUE(is_utf8(text)) << text;
        EXPECT_EQ(replace_invalid_utf8(text), text);
    }
}

TEST(Utf8, ReplacesEachMaximalSubpartByOneMark) {
    // The cases of the Unicode standard, section 3.9, among others; Python's decode(errors="replace") agrees.
    const std::vector<std::pair<std::string, std::string>> table = {
        {"\x80", mark},                                  // a continuation on its own
        {"\xC0\xAF", mark + mark},                       // overlong
        {"\xE0\x80\xBF", mark + mark + mark},            // overlong
        {"\xED\xA0\x80", mark + mark + mark},            // a surrogate
        {"\xF4\x90\x80\x80", mark + mark + mark + mark}, // above U+10FFFF
        {"\xF5", mark},                                  // never begins anything
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", mark + mark + mark + mark + "A"},
        {"a\xE2\x82", "a" + mark}, // cut in the middle
        {"a\xF0\x9F\x98", "a" + mark},
        {"\xC3\x28", mark + "("},
    };
    for (const auto &[text, expected] : table) {
        EXPECT_FALSE(is_utf8(text));
        EXPECT_EQ(replace_invalid_utf8(text), expected);
    }
}

TEST(Utf8, DecodesTheCharacter) {
    EXPECT_EQ(utf8_step("\xF0\x9F\x98\x80", 0).character, U'\U0001F600');
    EXPECT_EQ(utf8_step("\xE2\x82\xAC", 0).character, U'\u20AC');
}

} // namespace
} // namespace sample_host::json
