// RFC 3339, both ways, as tables.
#include "json/time.h"

#include "refusal.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

struct Pair {
    const char *text;
    int64_t time;
};

TEST(Time, PrintsAndReadsTheSameText) {
    const std::vector<Pair> table = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-03-08T07:00:00Z", 1'772'953'200'000'000},
        {"2026-03-08T07:00:00.000001Z", 1'772'953'200'000'001},
        {"2026-03-08T07:00:00.500000Z", 1'772'953'200'500'000},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"2000-02-29T23:59:59Z", 951'868'799'000'000},
        {"2038-01-19T03:14:08Z", 2'147'483'648'000'000},
        {"0000-01-01T00:00:00Z", -62'167'219'200'000'000},
        {"9999-12-31T23:59:59.999999Z", 253'402'300'799'999'999},
    };
    for (const Pair &row : table) {
        EXPECT_EQ(format_time(row.time), row.text);
        EXPECT_EQ(parse_time(row.text), row.time) << row.text;
    }
}

TEST(Time, ReadsOffsetsShortFractionsAndSmallLetters) {
    const int64_t seven = 1'772'953'200'000'000;
    EXPECT_EQ(parse_time("2026-03-08T03:00:00-04:00"), seven);
    EXPECT_EQ(parse_time("2026-03-08T12:30:00+05:30"), seven);
    EXPECT_EQ(parse_time("2026-03-08T07:00:00+00:00"), seven);
    EXPECT_EQ(parse_time("2026-03-08T07:00:00-00:00"), seven);
    EXPECT_EQ(parse_time("2026-03-08t07:00:00z"), seven);
    EXPECT_EQ(parse_time("2026-03-08T07:00:00.5Z"), seven + 500'000);
    EXPECT_EQ(parse_time("2026-03-08T07:00:00.001Z"), seven + 1'000);
}

TEST(Time, RefusesWhatIsNotATimeAndSaysWhy) {
    const std::vector<std::pair<const char *, const char *>> table = {
        {"", "it has no date"},
        {"2026-3-08T07:00:00Z", "it has no date"},
        {"02026-03-08T07:00:00Z", "it has no date"},
        {"2026-02-29T07:00:00Z", "no such day"},
        {"2026-00-10T07:00:00Z", "no such day"},
        {"2026-13-01T07:00:00Z", "no such day"},
        {"2026-03-08 07:00:00Z", "no T between"},
        {"2026-03-08T7:00:00Z", "it has no time"},
        {"2026-03-08T07:00Z", "it has no time"},
        {"2026-03-08T24:00:00Z", "no such time of day"},
        {"2026-03-08T07:60:00Z", "no such time of day"},
        {"2016-12-31T23:59:60Z", "no such time of day"},
        {"2026-03-08T07:00:00.Z", "digits are missing"},
        {"2026-03-08T07:00:00.1234567Z", "more than six digits"},
        {"2026-03-08T07:00:00", "without Z or an offset"},
        {"2026-03-08T07:00:00+0100", "not +HH:MM"},
        {"2026-03-08T07:00:00+24:00", "not +HH:MM"},
        {"2026-03-08T07:00:00+01:60", "not +HH:MM"},
        {"2026-03-08T07:00:00Z ", "something follows"},
        {" 2026-03-08T07:00:00Z", "it has no date"},
        {"now", "it has no date"},
    };
    for (const auto &[text, why] : table) {
        const Refusal refusal = refusal_of([text = text] { parse_time(text); });
        EXPECT_THAT(refusal.sentence, HasSubstr(why)) << text;
        EXPECT_THAT(refusal.sentence, HasSubstr("expected RFC 3339")) << text;
    }
}

TEST(Time, PrintsTheWholeRangeOfTheContractWithoutOverflow) {
    EXPECT_EQ(format_time(INT64_MAX), "+294247-01-10T04:00:54.775807Z");
    EXPECT_EQ(format_time(INT64_MIN), "-290308-12-21T19:59:05.224192Z");
    EXPECT_EQ(format_time_with_offset(INT64_MAX, 3600, false), "+294247-01-10T04:00:54.775807Z");
}

TEST(Time, PrintsTheSameInstantWithAnOffset) {
    const int64_t seven = 1'772'953'200'000'000;
    EXPECT_EQ(format_time_with_offset(seven, -4 * 3600, false), "2026-03-08T03:00:00-04:00");
    EXPECT_EQ(format_time_with_offset(seven, 37'800, false), "2026-03-08T17:30:00+10:30");
    EXPECT_EQ(format_time_with_offset(seven, 0, false), "2026-03-08T07:00:00Z");
    EXPECT_EQ(format_time_with_offset(seven + 5, -60, true), "2026-03-08T06:59:00-00:01");
}

TEST(Time, LeavesSecondsOfAnOffsetOutOfBothSidesSoThatTheInstantStays) {
    const int64_t time = parse_time("1970-01-01T00:00:00Z");
    const std::string monrovia = format_time_with_offset(time, -(44 * 60 + 30), false);
    EXPECT_EQ(monrovia, "1969-12-31T23:16:00-00:44");
    EXPECT_EQ(parse_time(monrovia), time);
}

} // namespace
} // namespace sample_host::json
