// text_test.cpp - what PostgreSQL's text cannot hold comes back all the same, and lists are quoted.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/postgresql/array_text.h"
#include "storage/postgresql/stored_text.h"

namespace tests {
namespace {

using namespace std::string_literals;
using sample_host::postgresql::array_text;
using sample_host::postgresql::is_marked;
using sample_host::postgresql::stored_text;
using sample_host::postgresql::told_text;

TEST(StoredText, OrdinaryTextIsKeptAsItIs) {
    for (const std::string &text : {""s, "plain"s, "\xf0\x9f\x90\x98 \xef\xa3\xbe"s}) {
        EXPECT_EQ(stored_text(text), text);
        EXPECT_FALSE(is_marked(text));
    }
}

TEST(StoredText, NulAndTheMarkItselfComeBack) {
    const std::string mark = "\xef\xa3\xbf";
    for (const std::string &text : {"\0"s, "a\0b\0\0"s, mark, mark + "n", mark + "e" + mark, "x" + mark + "\0n"s}) {
        const std::string stored = stored_text(text);
        EXPECT_EQ(stored.find('\0'), std::string::npos);
        EXPECT_TRUE(is_marked(stored));
        EXPECT_EQ(told_text(stored), text);
    }
}

TEST(StoredText, AMarkThatSomebodyElseHasWrittenStays) {
    const std::string mark = "\xef\xa3\xbf";
    EXPECT_EQ(told_text("a" + mark), "a" + mark);
    EXPECT_EQ(told_text(mark + "x"), mark + "x");
}

TEST(ArrayText, QuotesAndBackslashesAreKept) {
    EXPECT_EQ(array_text(std::vector<std::string_view>{}), "{}");
    EXPECT_EQ(array_text(std::vector<std::string_view>{"a", "", "b\"c", "d\\e", "f,{g}"}),
              "{\"a\",\"\",\"b\\\"c\",\"d\\\\e\",\"f,{g}\"}");
    EXPECT_EQ(array_text(std::vector<gs_id>{gs_id{{1}}}), "{01000000-0000-0000-0000-000000000000}");
}

} // namespace
} // namespace tests
