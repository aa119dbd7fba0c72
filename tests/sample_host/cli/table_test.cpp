// Tables, and text as a terminal may be given it.
#include "cli/display_text.h"
#include "cli/people_time.h"
#include "cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sample_host::cli {
namespace {

std::string printed(const Table &table) {
    std::ostringstream out;
    table.print(out);
    return out.str();
}

TEST(Table, AlignsColumnsAndLeavesNoBlanksAtTheEnd) {
    Table table({"ID", "STATE"});
    table.add({"backup", "armed"});
    table.add({"a", ""});
    EXPECT_EQ(printed(table), "ID      STATE\n"
                              "backup  armed\n"
                              "a       -\n");
}

TEST(Table, MeasuresWideAndCombiningCharacters) {
    Table table({"NAME", "X"});
    table.add({"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", "1"}); // three wide characters
    table.add({"e\xCC\x81t\xC3\xA9", "2"});                   // an accent of its own
    table.add({"\xF0\x9F\x98\x80", "3"});
    EXPECT_EQ(printed(table), "NAME    X\n"
                              "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E  1\n"
                              "e\xCC\x81t\xC3\xA9     2\n"
                              "\xF0\x9F\x98\x80      3\n");
}

TEST(Table, WithoutHeadingsHasNoHeadingLine) {
    Table table({});
    table.add({"key", "value"});
    EXPECT_EQ(printed(table), "key  value\n");
    EXPECT_EQ(printed(Table({})), "");
}

TEST(Table, LetsNoCellMoveTheCursor) {
    Table table({});
    table.add({"a\x1B[2Jb\nc\x7F\xC2\x9B", "\xFF\xE2\x80\xAE"});
    EXPECT_EQ(printed(table), "a [2Jb c    \xEF\xBF\xBD \n");
}

TEST(DisplayText, IsShortenedByColumnsOnACharactersBoundary) {
    EXPECT_EQ(shortened("short", 5), "short");
    EXPECT_EQ(shortened("longer", 5), "long\xE2\x80\xA6");
    EXPECT_EQ(shortened("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", 4), "\xE6\x97\xA5\xE2\x80\xA6");
}

TEST(PeopleTime, HasWholeSecondsAndAnOffset) {
    EXPECT_EQ(people_time(1'772'953'200'500'000, true), "2026-03-08T07:00:00Z");
    EXPECT_EQ(people_time(-1, true), "1969-12-31T23:59:59Z");
}

TEST(PeopleTime, FollowsTheMachinesZone) {
    ASSERT_EQ(setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1), 0);
    tzset();
    EXPECT_EQ(people_time(1'772'953'200'000'000, false), "2026-03-08T03:00:00-04:00");
    EXPECT_EQ(people_time(1'772'863'200'000'000, false), "2026-03-07T01:00:00-05:00");
    ASSERT_EQ(setenv("TZ", "UTC", 1), 0);
    tzset();
    EXPECT_EQ(people_time(1'772'953'200'000'000, false), "2026-03-08T07:00:00Z");
}

} // namespace
} // namespace sample_host::cli
