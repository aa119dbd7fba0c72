// Pieces of sentences for people.
#include "json/spoken.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sample_host::json {
namespace {

TEST(Spoken, AWordHasSpaces) {
    EXPECT_EQ(spoken("failed_temporarily"), "failed temporarily");
    EXPECT_EQ(spoken("ran"), "ran");
}

TEST(Spoken, ADurationHasItsTwoLargestUnits) {
    constexpr int64_t second = 1'000'000;
    constexpr int64_t minute = 60 * second;
    constexpr int64_t hour = 60 * minute;
    constexpr int64_t day = 24 * hour;
    const std::vector<std::pair<int64_t, std::string>> table = {
        {0, "0 s"},
        {second - 1, "0 s"},
        {59 * second, "59 s"},
        {minute, "1 min"},
        {61 * second, "1 min 1 s"},
        {3 * hour, "3 h"},
        {3 * hour + 59 * second, "3 h"},
        {3 * hour + 5 * minute + 7 * second, "3 h 5 min"},
        {90 * day + 23 * hour, "90 d 23 h"},
    };
    for (const auto &[duration, text] : table) EXPECT_EQ(spoken_duration(duration), text);
}

TEST(Spoken, OlderInstantsAreCountedWhereTheyCanBe) {
    EXPECT_EQ(older_instants(1), "1 older instant");
    EXPECT_EQ(older_instants(17), "17 older instants");
    EXPECT_EQ(older_instants(-1), "more older instants than can be counted");
}

} // namespace
} // namespace sample_host::json
