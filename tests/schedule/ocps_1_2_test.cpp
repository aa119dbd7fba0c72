// The Open Cron Pattern Specification, increment 1.2: a leading field of seconds, and with it a trailing one of years.
#include <gtest/gtest.h>

#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

TEST(Ocps12, section_4_1_seconds_come_first_of_six_fields) {
    check({
        {"4.1 every second",
         "UTC",
         "* * * * * *",
         "2026-12-31T23:59:58Z",
         {"2026-12-31T23:59:59+00:00", "2027-01-01T00:00:00+00:00", "2027-01-01T00:00:01+00:00"}},
        {"4.1 one second of each minute",
         "UTC",
         "30 * * * * *",
         "2026-05-01T00:00:30Z",
         {"2026-05-01T00:01:30+00:00", "2026-05-01T00:02:30+00:00"}},
        {"4.1 the six in their order",
         "UTC",
         "5 4 3 2 1 *",
         "2026-05-01T00:00:00Z",
         {"2027-01-02T03:04:05+00:00", "2028-01-02T03:04:05+00:00"}},
        {"4.1 the least and the largest",
         "UTC",
         "0,59 0 0 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:00:59+00:00", "2026-05-02T00:00:00+00:00", "2026-05-02T00:00:59+00:00"}},
        {"4.1 a fraction before the second is before",
         "UTC",
         "15 * * * * *",
         "2026-05-01T00:00:14.999999Z",
         {"2026-05-01T00:00:15+00:00", "2026-05-01T00:01:15+00:00"}},
        {"4.1 a fraction after it is after",
         "UTC",
         "15 * * * * *",
         "2026-05-01T00:00:15.000001Z",
         {"2026-05-01T00:01:15+00:00"}},
    });
}

TEST(Ocps12, section_4_1_seconds_take_lists_ranges_and_steps) {
    check({
        {"4.1 a list and a range",
         "UTC",
         "58-59,7 0 0 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:00:07+00:00", "2026-05-01T00:00:58+00:00", "2026-05-01T00:00:59+00:00",
          "2026-05-02T00:00:07+00:00"}},
        {"4.1 a stepped star begins anew with the minute",
         "UTC",
         "*/25 * * * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:00:25+00:00", "2026-05-01T00:00:50+00:00", "2026-05-01T00:01:00+00:00"}},
        {"4.1 a stepped range",
         "UTC",
         "5-59/20 30 12 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T12:30:05+00:00", "2026-05-01T12:30:25+00:00", "2026-05-01T12:30:45+00:00",
          "2026-05-02T12:30:05+00:00"}},
    });
}

TEST(Ocps12, section_4_1_without_the_field_the_second_is_zero) {
    check({
        {"4.1 of five fields",
         "UTC",
         "* * * * *",
         "2026-05-01T00:00:01Z",
         {"2026-05-01T00:01:00+00:00", "2026-05-01T00:02:00+00:00"}},
        {"4.1 of a nickname",
         "UTC",
         "@hourly",
         "2026-05-01T00:00:01Z",
         {"2026-05-01T01:00:00+00:00", "2026-05-01T02:00:00+00:00"}},
    });
    const auto five = parse("*/7 3-5 * * MON", in_zone("Europe/Lisbon"));
    const auto six = parse("0 */7 3-5 * * MON", in_zone("Europe/Lisbon"));
    EXPECT_EQ(fires(five, "2026-03-20T00:00:00Z", 200), fires(six, "2026-03-20T00:00:00Z", 200));
}

TEST(Ocps12, section_4_1_seconds_that_make_no_sense_are_refused) {
    check_refused({
        {"60 * * * * *", "second", 0},
        {"0,60 * * * * *", "second", 2},
        {"*/0 * * * * *", "second", 2},
        {"*/61 * * * * *", "second", 2},
        {"5/10 * * * * *", "second", 1},
        {"30-10 * * * * *", "second", 0},
        {"JAN * * * * *", "second", 0},
        {" ? * * * * *", "second", 1},
        {"0 60 * * * *", "minute", 2},
        {"0 0 24 * * *", "hour", 4},
        {"0 0 0 0 * *", "day of month", 6},
        {"0 0 0 1 13 *", "month", 8},
        {"0 0 0 1 1 8", "day of week", 10},
    });
}

TEST(Ocps12, section_4_2_years_come_last_of_seven_fields) {
    check({
        {"4.2 each day of one year: its end",
         "UTC",
         "0 15 10 * * * 2025",
         "2025-12-29T12:00:00Z",
         {"2025-12-30T10:15:00+00:00", "2025-12-31T10:15:00+00:00"}},
        {"4.2 and its beginning",
         "UTC",
         "0 15 10 * * * 2025",
         "1999-01-01T00:00:00Z",
         {"2025-01-01T10:15:00+00:00", "2025-01-02T10:15:00+00:00"}},
        {"4.2 a range",
         "UTC",
         "0 0 12 1 1 * 2025-2027",
         "2020-01-01T00:00:00Z",
         {"2025-01-01T12:00:00+00:00", "2026-01-01T12:00:00+00:00", "2027-01-01T12:00:00+00:00"}},
        {"4.2 a list",
         "UTC",
         "0 0 12 1 1 * 2027,2025",
         "2020-01-01T00:00:00Z",
         {"2025-01-01T12:00:00+00:00", "2027-01-01T12:00:00+00:00"}},
        {"4.2 a stepped range",
         "UTC",
         "0 0 0 1 1 * 2000-2100/40",
         "1970-01-01T00:00:00Z",
         {"2000-01-01T00:00:00+00:00", "2040-01-01T00:00:00+00:00", "2080-01-01T00:00:00+00:00"}},
        {"4.2 a star, seconds and all",
         "UTC",
         "7 6 5 4 3 * *",
         "2026-05-01T00:00:00Z",
         {"2027-03-04T05:06:07+00:00", "2028-03-04T05:06:07+00:00"}},
        {"4.2 leap days of some years",
         "UTC",
         "0 0 0 29 2 * 2090-2120",
         "2026-05-01T00:00:00Z",
         {"2092-02-29T00:00:00+00:00", "2096-02-29T00:00:00+00:00", "2104-02-29T00:00:00+00:00"}},
        {"4.2 the year is the local one",
         "Pacific/Auckland",
         "0 0 0 1 1 * 2027",
         "2026-05-01T00:00:00Z",
         {"2027-01-01T00:00:00+13:00"}},
        {"4.2 both day fields are joined within the year",
         "UTC",
         "0 0 0 31 * FRI 2026",
         "2026-12-11T00:00:00Z",
         {"2026-12-18T00:00:00+00:00", "2026-12-25T00:00:00+00:00", "2026-12-31T00:00:00+00:00"}},
    });
}

TEST(Ocps12, section_4_2_a_stepped_star_of_years_counts_from_1970) {
    check({
        {"4.2 even years",
         "UTC",
         "0 0 0 1 1 * */2",
         "1969-06-01T00:00:00Z",
         {"1970-01-01T00:00:00+00:00", "1972-01-01T00:00:00+00:00", "1974-01-01T00:00:00+00:00"}},
        {"4.2 even years, the last", "UTC", "0 0 0 1 1 * */2", "2196-01-01T00:00:00Z", {"2198-01-01T00:00:00+00:00"}},
        {"4.2 odd years",
         "UTC",
         "0 0 0 1 1 * 1971-2199/2",
         "1969-06-01T00:00:00Z",
         {"1971-01-01T00:00:00+00:00", "1973-01-01T00:00:00+00:00"}},
        {"4.2 odd years, the last",
         "UTC",
         "0 0 0 1 1 * 1971-2199/2",
         "2196-01-01T00:00:00Z",
         {"2197-01-01T00:00:00+00:00", "2199-01-01T00:00:00+00:00"}},
        {"4.2 the longest step", "UTC", "0 0 0 1 1 * */230", "1969-06-01T00:00:00Z", {"1970-01-01T00:00:00+00:00"}},
        {"4.2 the step starts in 1970, not now",
         "UTC",
         "0 0 0 1 1 * */100",
         "2026-01-01T00:00:00Z",
         {"2070-01-01T00:00:00+00:00", "2170-01-01T00:00:00+00:00"}},
    });
}

TEST(Ocps12, section_4_2_after_its_last_year_a_pattern_fires_no_more) {
    const auto one_year = parse("0 15 10 * * * 2025");
    EXPECT_EQ(one_year.next(instant("2025-12-31T10:15:00Z")), std::nullopt);
    EXPECT_EQ(one_year.previous(instant("2199-12-31T00:00:00Z")), instant("2025-12-31T10:15:00Z"));
    EXPECT_EQ(one_year.previous(instant("2025-01-01T10:14:59Z")), std::nullopt);
    EXPECT_EQ(fires(parse("0 0 0 1 1 * 1970"), "1969-12-31T23:59:59Z", 5).size(), 1U);
    EXPECT_EQ(parse("* * * * * * 2199").previous(schedule::Instant::max()), instant("2199-12-31T23:59:59Z"));
}

TEST(Ocps12, section_4_2_years_that_make_no_sense_are_refused) {
    check_refused({
        {"0 0 0 1 1 * 1969", "year", 12},
        {"0 0 0 1 1 * 2200", "year", 12},
        {"0 0 0 1 1 * 0", "year", 12},
        {"0 0 0 1 1 * 26", "year", 12},
        {"0 0 0 1 1 * 12026", "year", 12},
        {"0 0 0 1 1 * 2026,1969", "year", 17},
        {"0 0 0 1 1 * 2190-2200", "year", 17},
        {"0 0 0 1 1 * 2030-2026", "year", 12},
        {"0 0 0 1 1 * 2026/2", "year", 16},
        {"0 0 0 1 1 * */0", "year", 14},
        {"0 0 0 1 1 * */231", "year", 14},
        {"0 0 0 1 1 * ?", "year", 12},
        {"0 0 0 1 1 * L", "year", 12},
        {"0 0 0 1 1 * JAN", "year", 12},
        {"0 0 0 1 1 * 2026,", "year", 17},
    });
}

TEST(Ocps12, section_4_2_a_year_needs_the_seconds_before_it) {
    check_refused({
        {"0 0 1 1 * 2026", "day of week", 10},
        {"* * * * * 2026", "day of week", 10},
        {"0 0 0 1 1 * 2026 *", "schedule", 17},
        {"* * * * * * * * *", "schedule", 14},
    });
}

TEST(Ocps12, section_4_3_printed_and_parsed_again_the_fields_stay) {
    for (const auto *text : {"* * * * * *", "0 0 9 * * 1-5", "*/25 1 2 * * *", "30 0 0 1 1 * 2026", "0 0 0 1 1 * *",
                             "0 0 0 1 1 * */2", "5,10-20/2 * * 1 * * 1971-2199/2,2000", "0 0 0 1 1 * 2030,2025-2027"}) {
        SCOPED_TRACE(text);
        const auto once = parse(text);
        const auto twice = parse(once.text());
        EXPECT_EQ(twice.text(), once.text());
        EXPECT_EQ(fires(twice, "2023-02-27T12:00:00Z", 30), fires(once, "2023-02-27T12:00:00Z", 30));
    }
}

} // namespace
} // namespace schedule_test
