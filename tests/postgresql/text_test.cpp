// text_test.cpp - what PostgreSQL's text cannot hold comes back all the same, and lists are arrays in its binary form.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/postgresql/arrays.h"
#include "storage/postgresql/stored_text.h"
#include "storage/sql/fault.h"

namespace tests {
namespace {

using namespace std::literals;
using sample_host::postgresql::array_of;
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

// Dimensions, NULLs, the elements' type; length and lower bound; each element with its length.
TEST(Arrays, AreTheServersBinaryForm) {
    const std::string one_dimension = "\0\0\0\1\0\0\0\1"s;
    EXPECT_EQ(array_of(std::vector<std::string_view>{}), "\0\0\0\0\0\0\0\1\0\0\0\x19"s);
    EXPECT_EQ(array_of(std::vector<std::string_view>{"a,", ""}),
              one_dimension + "\0\0\0\x19\0\0\0\2\0\0\0\1\0\0\0\2a,\0\0\0\0"s);
    EXPECT_EQ(array_of(std::vector<std::int64_t>{-2, GS_NO_TIME}),
              one_dimension + "\0\0\0\x14\0\0\0\2\0\0\0\1\0\0\0\x8\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff\xff"s);
    EXPECT_EQ(array_of(std::vector<gs_id>{gs_id{{1}}}),
              one_dimension + "\0\0\x0b\x86\0\0\0\1\0\0\0\1\0\0\0\x10\1"s + std::string(15, '\0'));
    const std::uint8_t byte = 7;
    EXPECT_EQ(array_of(std::vector<gs_bytes>{{&byte, 1}, {nullptr, 0}}),
              one_dimension + "\0\0\0\x11\0\0\0\2\0\0\0\1\0\0\0\1\7\xff\xff\xff\xff"s);
}

TEST(Arrays, TextsAreStoredAsOthersAre) {
    EXPECT_EQ(array_of(std::vector<std::string_view>{"a\0b"sv}).substr(24), stored_text("a\0b"sv));
    EXPECT_THROW(array_of(std::vector<std::string_view>{"fine", "\xff"}), sample_host::sql::BadItem);
}

} // namespace
} // namespace tests
