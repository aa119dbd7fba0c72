// The Open Cron Pattern Specification, increment 1.4: how the day fields are joined, ?, daylight saving and the range
// of years. Where our default differs from a recommendation, a test says so.
#include <gtest/gtest.h>

#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstGap;

TEST(Ocps14, section_4_1_1_two_restricted_day_fields_are_joined_by_or) {
    check({
        {"4.1.1 the 1st or a Monday",
         "UTC",
         "0 12 1 * MON",
         "2026-01-01T00:00:00Z",
         {"2026-01-01T12:00:00+00:00", "2026-01-05T12:00:00+00:00", "2026-01-12T12:00:00+00:00"}},
        {"4.1.1 with seconds",
         "UTC",
         "30 0 12 1 * MON",
         "2026-01-01T00:00:00Z",
         {"2026-01-01T12:00:30+00:00", "2026-01-05T12:00:30+00:00", "2026-01-12T12:00:30+00:00"}},
        {"4.1.1 with the modifiers of 1.3",
         "UTC",
         "0 12 15W * FRI#L",
         "2026-01-20T00:00:00Z",
         {"2026-01-30T12:00:00+00:00", "2026-02-16T12:00:00+00:00", "2026-02-27T12:00:00+00:00"}},
    });
}

TEST(Ocps14, section_4_1_2_a_leading_plus_in_the_day_of_week_is_and) {
    check({
        {"4.1.2 the 1st that is a Monday",
         "UTC",
         "0 12 1 * +MON",
         "2026-01-01T00:00:00Z",
         {"2026-06-01T12:00:00+00:00", "2027-02-01T12:00:00+00:00", "2027-03-01T12:00:00+00:00",
          "2027-11-01T12:00:00+00:00"}},
        {"4.1.2 Friday the 13th",
         "UTC",
         "0 0 13 * +5",
         "2026-01-01T00:00:00Z",
         {"2026-02-13T00:00:00+00:00", "2026-03-13T00:00:00+00:00", "2026-11-13T00:00:00+00:00",
          "2027-08-13T00:00:00+00:00"}},
        {"4.1.2 it holds for the whole field",
         "UTC",
         "0 0 8-14 * +TUE,THU",
         "2026-01-01T00:00:00Z",
         {"2026-01-08T00:00:00+00:00", "2026-01-13T00:00:00+00:00", "2026-02-10T00:00:00+00:00",
          "2026-02-12T00:00:00+00:00"}},
        {"4.1.2 a last day that is the last Friday",
         "UTC",
         "0 0 L * +FRI#L",
         "2026-01-01T00:00:00Z",
         {"2026-07-31T00:00:00+00:00", "2027-04-30T00:00:00+00:00", "2027-12-31T00:00:00+00:00"}},
        {"4.1.2 a closest weekday that is a Monday",
         "UTC",
         "0 0 15W * +MON",
         "2026-01-01T00:00:00Z",
         {"2026-02-16T00:00:00+00:00", "2026-03-16T00:00:00+00:00", "2026-06-15T00:00:00+00:00"}},
        {"4.1.2 leap days that are Mondays",
         "UTC",
         "0 0 29 2 +MON",
         "2026-01-01T00:00:00Z",
         {"2044-02-29T00:00:00+00:00", "2072-02-29T00:00:00+00:00", "2112-02-29T00:00:00+00:00"}},
        {"4.1.2 seven fields",
         "UTC",
         "30 0 0 1 * +MON 2027",
         "2026-01-01T00:00:00Z",
         {"2027-02-01T00:00:30+00:00", "2027-03-01T00:00:30+00:00", "2027-11-01T00:00:30+00:00"}},
        {"4.1.2 beside a star it changes nothing",
         "UTC",
         "0 0 * * +MON",
         "2026-01-01T00:00:00Z",
         {"2026-01-05T00:00:00+00:00", "2026-01-12T00:00:00+00:00"}},
    });
}

TEST(Ocps14, section_4_1_2_a_plus_anywhere_else_is_refused) {
    check_refused({
        {"+5 * * * *", "minute", 0},
        {"0 +5 * * *", "hour", 2},
        {"0 0 +1 * MON", "day of month", 4},
        {"0 0 1 +1 MON", "month", 6},
        {"+0 0 0 1 1 MON", "second", 0},
        {"0 0 0 1 1 MON +2026", "year", 14},
        {"0 0 1 * MON+", "day of week", 11},
        {"0 0 1 * MON,+TUE", "day of week", 12},
        {"0 0 1 * ++MON", "day of week", 9},
        {"0 0 1 * 1-+5", "day of week", 10},
        {"0 0 1 * 5#+2", "day of week", 10},
        {"0 0 1 * +", "day of week", 9},
        {"0 0 1,+2 * MON", "day of month", 6},
        {"*/+5 * * * *", "minute", 2},
    });
}

TEST(Ocps14, section_4_2_a_question_mark_is_a_star_in_the_day_fields) {
    check({
        {"4.2 in the day of month",
         "UTC",
         "0 0 ? * MON",
         "2026-01-01T00:00:00Z",
         {"2026-01-05T00:00:00+00:00", "2026-01-12T00:00:00+00:00"}},
        {"4.2 in the day of week",
         "UTC",
         "0 0 13 * ?",
         "2026-01-01T00:00:00Z",
         {"2026-01-13T00:00:00+00:00", "2026-02-13T00:00:00+00:00"}},
        {"4.2 in both",
         "UTC",
         "0 0 ? * ?",
         "2026-01-01T00:00:00Z",
         {"2026-01-02T00:00:00+00:00", "2026-01-03T00:00:00+00:00"}},
        {"4.2 in seven fields",
         "UTC",
         "15 0 0 L * ? 2026",
         "2026-01-01T00:00:00Z",
         {"2026-01-31T00:00:15+00:00", "2026-02-28T00:00:15+00:00"}},
    });
    EXPECT_EQ(parse("0 0 ? * MON").text(), parse("0 0 * * MON").text());
    EXPECT_EQ(parse("0 0 1 * ?").text(), parse("0 0 1 * *").text());
}

TEST(Ocps14, section_4_2_a_question_mark_anywhere_else_is_refused) {
    check_refused({
        {"? * * * *", "minute", 0},
        {"0 ? * * *", "hour", 2},
        {"0 0 1 ? *", "month", 6},
        {"? 0 0 1 1 *", "second", 0},
        {"0 0 0 1 1 * ?", "year", 12},
        {"0 0 5,? * *", "day of month", 6},
        {"0 0 ?/2 * *", "day of month", 4},
        {"0 0 ?,5 * *", "day of month", 4},
        {"0 0 ?? * *", "day of month", 4},
        {"0 0 5? * *", "day of month", 5},
        {"0 0 1 * ?/2", "day of week", 8},
        {"0 0 1 * ?,MON", "day of week", 8},
        {"0 0 1 * MON,?", "day of week", 12},
        {"0 0 ?-5 * *", "day of month", 4},
        {"0 0 ?L * *", "day of month", 4},
    });
}

TEST(Ocps14, section_4_3_1_a_repeated_time_runs_once_the_first_time) {
    check({
        {"4.3.1 the overlap of New York",
         "America/New_York",
         "30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"}},
        {"4.3.1 with seconds",
         "America/New_York",
         "15,45 30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:30:15-04:00", "2026-11-01T01:30:45-04:00", "2026-11-02T01:30:15-05:00"}},
        {"4.3.1 with the last Sunday",
         "Europe/Lisbon",
         "30 1 * 10 SUN#L",
         "2026-01-01T00:00:00Z",
         {"2026-10-25T01:30:00+01:00", "2027-10-31T01:30:00+01:00"}},
    });
}

TEST(Ocps14, section_4_3_1_a_missing_time_is_skipped_when_the_job_says_so) {
    check({
        {"4.3.1 the gap of New York",
         "America/New_York",
         "30 2 * * *",
         "2026-03-07T00:00:00Z",
         {"2026-03-07T02:30:00-05:00", "2026-03-09T02:30:00-04:00"},
         DstGap::skip},
        {"4.3.1 with seconds",
         "America/New_York",
         "59 59 2 * * *",
         "2026-03-07T00:00:00Z",
         {"2026-03-07T02:59:59-05:00", "2026-03-09T02:59:59-04:00"},
         DstGap::skip},
        {"4.3.1 with the last Sunday",
         "Europe/Lisbon",
         "30 1 * 3,4 SUN#L",
         "2026-01-01T00:00:00Z",
         {"2026-04-26T01:30:00+01:00", "2027-04-25T01:30:00+01:00"},
         DstGap::skip},
    });
}

// The specification recommends to skip what falls into a gap. A daily job that silently does not run is the worse
// surprise, so our default is to run it right after, once.
TEST(Ocps14, section_4_3_1_differs_a_missing_time_runs_right_after_the_gap_by_default) {
    check({
        {"4.3.1 the gap of New York",
         "America/New_York",
         "30 2 * * *",
         "2026-03-07T00:00:00Z",
         {"2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"}},
        {"4.3.1 several seconds in the gap are one fire after it",
         "America/New_York",
         "15,45 30 2 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-09T02:30:15-04:00", "2026-03-09T02:30:45-04:00"}},
        {"4.3.1 a pattern of every second follows elapsed time",
         "America/New_York",
         "* * * * * *",
         "2026-03-08T06:59:58Z",
         {"2026-03-08T01:59:59-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T03:00:01-04:00"}},
    });
}

TEST(Ocps14, section_4_3_2_the_calendar_is_gregorian) {
    check({
        {"4.3.2 leap days around 2000",
         "UTC",
         "0 0 29 2 *",
         "1995-01-01T00:00:00Z",
         {"1996-02-29T00:00:00+00:00", "2000-02-29T00:00:00+00:00", "2004-02-29T00:00:00+00:00"}},
        {"4.3.2 and around 2100",
         "UTC",
         "0 0 29 2 *",
         "2095-01-01T00:00:00Z",
         {"2096-02-29T00:00:00+00:00", "2104-02-29T00:00:00+00:00"}},
        {"4.3.2 the weekday of the first day of 2100 is a Friday",
         "UTC",
         "0 0 1 1 +FRI",
         "2094-06-01T00:00:00Z",
         {"2100-01-01T00:00:00+00:00"}},
    });
}

TEST(Ocps14, section_4_3_2_the_years_1970_to_2199_are_supported_and_no_others) {
    const auto every_second = parse("* * * * * * 1970-2199");
    EXPECT_EQ(every_second.next(schedule::Instant::min()), instant("1970-01-01T00:00:00Z"));
    EXPECT_EQ(every_second.next(instant("2199-12-31T23:59:58Z")), instant("2199-12-31T23:59:59Z"));
    EXPECT_EQ(every_second.next(instant("2199-12-31T23:59:59Z")), std::nullopt);
    EXPECT_EQ(every_second.previous(instant("1969-12-31T23:59:59Z")), std::nullopt);
    check_refused({{"0 0 0 1 1 * 1969", "year", 12}, {"0 0 0 1 1 * 2200", "year", 12}});
}

TEST(Ocps14, section_4_3_2_what_lies_beyond_the_last_year_is_told_as_none) {
    EXPECT_EQ(parse("0 0 29 2 *").next(instant("2196-02-29T00:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("0 0 0 1 1 * 2026").next(instant("2026-01-01T00:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("0 0 0 1 1 * 2026").previous(instant("2025-12-31T00:00:00Z")), std::nullopt);
}

} // namespace
} // namespace schedule_test
