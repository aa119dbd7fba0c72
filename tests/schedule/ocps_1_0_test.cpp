// The Open Cron Pattern Specification 1.0, section by section: the five fields. Where we differ from it on purpose, a
// test says so.
#include <gtest/gtest.h>

#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

TEST(Ocps10, section_4_1_blanks_separate_five_fields) {
    check({
        {"4.1 five fields", "UTC", "15 10 * * *", "2026-05-01T00:00:00Z", {"2026-05-01T10:15:00+00:00"}},
        {"4.1 the fields stand in their order",
         "UTC",
         "4 3 2 1 *",
         "2026-05-01T00:00:00Z",
         {"2027-01-02T03:04:00+00:00", "2028-01-02T03:04:00+00:00"}},
        {"4.1 blanks before and after are ignored",
         "UTC",
         " \t15 10 * * * \t ",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T10:15:00+00:00"}},
        {"4.1 several blanks are one",
         "UTC",
         "15   10 \t * \t\t* *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T10:15:00+00:00"}},
        {"4.1 tabs are enough", "UTC", "15\t10\t*\t*\t*", "2026-05-01T00:00:00Z", {"2026-05-01T10:15:00+00:00"}},
    });
}

TEST(Ocps10, section_4_1_too_few_fields_are_refused_at_the_end_of_the_text) {
    check_refused({
        {"", "schedule", 0},
        {"   ", "schedule", 0},
        {"0", "hour", 1},
        {"0 0", "day of month", 3},
        {"0 0 *", "month", 5},
        {"0 0 * *", "day of week", 7},
        {"0,0,*,*,*", "hour", 9},
    });
}

TEST(Ocps10, section_4_1_other_characters_are_refused_where_they_stand) {
    check_refused({
        {"0 0 * * *;", "day of week", 9},
        {"0 0 * * *\n", "day of week", 9},
        {"0 0 * * * \n", "day of week", 10},
        {"0\v0 * * *", "minute", 1},
        {"0 0 %5 * *", "day of month", 4},
        {"0 0 * 1_2 *", "month", 7},
        {"0 !1 * * *", "hour", 2},
        {"0 1.0 * * *", "hour", 3},
        {"0 1:00 * * *", "hour", 3},
    });
}

// The first fires of 2023, a year that begins on a Sunday: the n-th of January is weekday n - 1.
std::vector<std::string> in_2023(const std::string &text, std::size_t count) {
    return fires(parse(text), "2022-12-31T23:59:59Z", count);
}

TEST(Ocps10, section_4_2_the_least_and_the_largest_value_of_each_field_are_accepted) {
    using Fires = std::vector<std::string>;
    EXPECT_EQ(in_2023("0 * * * *", 2), (Fires{"2023-01-01T00:00:00+00:00", "2023-01-01T01:00:00+00:00"}));
    EXPECT_EQ(in_2023("59 * * * *", 2), (Fires{"2023-01-01T00:59:00+00:00", "2023-01-01T01:59:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 * * *", 2), (Fires{"2023-01-01T00:00:00+00:00", "2023-01-02T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 23 * * *", 2), (Fires{"2023-01-01T23:00:00+00:00", "2023-01-02T23:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 1 * *", 2), (Fires{"2023-01-01T00:00:00+00:00", "2023-02-01T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 31 * *", 2), (Fires{"2023-01-31T00:00:00+00:00", "2023-03-31T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 1 1 *", 2), (Fires{"2023-01-01T00:00:00+00:00", "2024-01-01T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 1 12 *", 2), (Fires{"2023-12-01T00:00:00+00:00", "2024-12-01T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 * * 0", 2), (Fires{"2023-01-01T00:00:00+00:00", "2023-01-08T00:00:00+00:00"}));
    EXPECT_EQ(in_2023("0 0 * * 7", 2), (Fires{"2023-01-01T00:00:00+00:00", "2023-01-08T00:00:00+00:00"}));
}

TEST(Ocps10, section_4_2_each_value_means_itself) {
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    for (int minute = 0; minute < 60; ++minute)
        EXPECT_EQ(in_2023(std::to_string(minute) + " * * * *", 1)[0], "2023-01-01T00:" + two(minute) + ":00+00:00");
    for (int hour = 0; hour < 24; ++hour)
        EXPECT_EQ(in_2023("0 " + std::to_string(hour) + " * * *", 1)[0], "2023-01-01T" + two(hour) + ":00:00+00:00");
    for (int day = 1; day <= 31; ++day)
        EXPECT_EQ(in_2023("0 0 " + std::to_string(day) + " * *", 1)[0], "2023-01-" + two(day) + "T00:00:00+00:00");
    for (int month = 1; month <= 12; ++month)
        EXPECT_EQ(in_2023("0 0 1 " + std::to_string(month) + " *", 1)[0], "2023-" + two(month) + "-01T00:00:00+00:00");
    for (int weekday = 0; weekday < 7; ++weekday)
        EXPECT_EQ(in_2023("0 0 * * " + std::to_string(weekday), 1)[0],
                  "2023-01-" + two(weekday + 1) + "T00:00:00+00:00");
}

TEST(Ocps10, section_4_2_names_mean_their_numbers_in_any_case) {
    const std::vector<std::string> months{"JAN", "feb", "Mar", "aPR", "maY", "jUn",
                                          "JUL", "AUg", "sep", "OcT", "NOV", "Dec"};
    for (std::size_t i = 0; i < months.size(); ++i)
        EXPECT_EQ(in_2023("0 0 9 " + months[i] + " *", 3), in_2023("0 0 9 " + std::to_string(i + 1) + " *", 3))
            << months[i];
    const std::vector<std::string> weekdays{"SUN", "mon", "Tue", "wED", "thU", "FRi", "sAt"};
    for (std::size_t i = 0; i < weekdays.size(); ++i)
        EXPECT_EQ(in_2023("0 0 * * " + weekdays[i], 3), in_2023("0 0 * * " + std::to_string(i), 3)) << weekdays[i];
}

TEST(Ocps10, section_4_2_names_stand_wherever_numbers_do) {
    check({
        {"4.2 a range of names and a list",
         "UTC",
         "0 0 1 nov-DEC,mar *",
         "2026-01-01T00:00:00Z",
         {"2026-03-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00", "2026-12-01T00:00:00+00:00",
          "2027-03-01T00:00:00+00:00"}},
        {"4.2 a range of names with a step",
         "UTC",
         "0 0 * * MON-FRI/2",
         "2026-03-01T00:00:00Z",
         {"2026-03-02T00:00:00+00:00", "2026-03-04T00:00:00+00:00", "2026-03-06T00:00:00+00:00",
          "2026-03-09T00:00:00+00:00"}},
        {"4.2 Sunday is 7 at the end of a range",
         "UTC",
         "0 0 * * 6-7",
         "2026-03-01T00:00:00Z",
         {"2026-03-07T00:00:00+00:00", "2026-03-08T00:00:00+00:00", "2026-03-14T00:00:00+00:00"}},
        {"4.2 Sunday as 0 and as 7 is one day",
         "UTC",
         "0 0 * * 0,7",
         "2026-03-01T00:00:00Z",
         {"2026-03-08T00:00:00+00:00", "2026-03-15T00:00:00+00:00"}},
    });
}

TEST(Ocps10, section_4_2_names_of_another_field_and_other_words_are_refused) {
    check_refused({
        {"JAN * * * *", "minute", 0},
        {"0 MON * * *", "hour", 2},
        {"0 0 JAN * *", "day of month", 4},
        {"0 0 * SUN *", "month", 6},
        {"0 0 * * FEB", "day of week", 8},
        {"0 0 * JANUARY *", "month", 6},
        {"0 0 * * MO", "day of week", 8},
        {"0 0 * * MONDAY", "day of week", 8},
        {"0 0 * JAN,XYZ *", "month", 10},
        {"0 0 * * MON-XYZ", "day of week", 12},
    });
}

TEST(Ocps10, section_5_each_special_character_means_what_its_table_says) {
    check({
        {"5 star",
         "UTC",
         "* * * * *",
         "2026-12-31T23:58:00Z",
         {"2026-12-31T23:59:00+00:00", "2027-01-01T00:00:00+00:00"}},
        {"5 list",
         "UTC",
         "0,15,30,45 * * * *",
         "2026-05-01T00:10:00Z",
         {"2026-05-01T00:15:00+00:00", "2026-05-01T00:30:00+00:00", "2026-05-01T00:45:00+00:00",
          "2026-05-01T01:00:00+00:00"}},
        {"5 range, both ends included",
         "UTC",
         "0 9-11 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T09:00:00+00:00", "2026-05-01T10:00:00+00:00", "2026-05-01T11:00:00+00:00",
          "2026-05-02T09:00:00+00:00"}},
        {"5 step over a range",
         "UTC",
         "5-59/15 * * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:05:00+00:00", "2026-05-01T00:20:00+00:00", "2026-05-01T00:35:00+00:00",
          "2026-05-01T00:50:00+00:00", "2026-05-01T01:05:00+00:00"}},
    });
}

TEST(Ocps10, section_5_1_lists_are_the_union_of_ranges_and_steps) {
    check({
        {"5.1 a value, a range and a stepped range",
         "UTC",
         "1,10-12,50-58/4 0 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:01:00+00:00", "2026-05-01T00:10:00+00:00", "2026-05-01T00:11:00+00:00",
          "2026-05-01T00:12:00+00:00", "2026-05-01T00:50:00+00:00", "2026-05-01T00:54:00+00:00",
          "2026-05-01T00:58:00+00:00", "2026-05-02T00:01:00+00:00"}},
        {"5.1 what overlaps counts once, in any order",
         "UTC",
         "12,10-12,11 0 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:10:00+00:00", "2026-05-01T00:11:00+00:00", "2026-05-01T00:12:00+00:00",
          "2026-05-02T00:10:00+00:00"}},
        {"5.1 a stepped star begins at the least value, of days too",
         "UTC",
         "0 0 */15 * *",
         "2026-01-02T00:00:00Z",
         {"2026-01-16T00:00:00+00:00", "2026-01-31T00:00:00+00:00", "2026-02-01T00:00:00+00:00",
          "2026-02-16T00:00:00+00:00", "2026-03-01T00:00:00+00:00"}},
        {"5.1 a step longer than its range leaves the first",
         "UTC",
         "10-20/30 0 * * *",
         "2026-05-01T00:00:00Z",
         {"2026-05-01T00:10:00+00:00", "2026-05-02T00:10:00+00:00"}},
    });
}

TEST(Ocps10, section_6_1_two_restricted_day_fields_are_joined_by_or) {
    check({
        {"6.1 the first or a Monday",
         "UTC",
         "0 12 1 * MON",
         "2026-08-25T00:00:00Z",
         {"2026-08-31T12:00:00+00:00", "2026-09-01T12:00:00+00:00", "2026-09-07T12:00:00+00:00"}},
        {"6.1 only the day of month is restricted",
         "UTC",
         "0 12 1 * *",
         "2026-08-25T00:00:00Z",
         {"2026-09-01T12:00:00+00:00", "2026-10-01T12:00:00+00:00"}},
        {"6.1 only the day of week is restricted",
         "UTC",
         "0 12 * * MON",
         "2026-08-25T00:00:00Z",
         {"2026-08-31T12:00:00+00:00", "2026-09-07T12:00:00+00:00"}},
        {"6.1 the month holds for both",
         "UTC",
         "0 12 31 12 FRI",
         "2026-11-27T00:00:00Z",
         {"2026-12-04T12:00:00+00:00", "2026-12-11T12:00:00+00:00", "2026-12-18T12:00:00+00:00",
          "2026-12-25T12:00:00+00:00", "2026-12-31T12:00:00+00:00", "2027-12-03T12:00:00+00:00"}},
    });
}

TEST(Ocps10, section_6_2_values_out_of_range_are_refused) {
    check_refused({
        {"60 * * * *", "minute", 0},
        {"0 24 * * *", "hour", 2},
        {"0 0 0 * *", "day of month", 4},
        {"0 0 32 * *", "day of month", 4},
        {"0 0 * 0 *", "month", 6},
        {"0 0 * 13 *", "month", 6},
        {"0 0 * * 8", "day of week", 8},
        {"0-60 * * * *", "minute", 2},
        {"0,60 * * * *", "minute", 2},
        {"0 0 25-32/2 * *", "day of month", 7},
        {"-1 * * * *", "minute", 0},
    });
}

TEST(Ocps10, section_6_2_ranges_that_run_backwards_are_refused) {
    check_refused({
        {"50-10 * * * *", "minute", 0},
        {"0 22-2 * * *", "hour", 2},
        {"0 0 20-5 * *", "day of month", 4},
        {"0 0 * DEC-JAN *", "month", 6},
        {"0 0 * * FRI-MON", "day of week", 8},
        {"0 0 * * 6-0", "day of week", 8},
        {"1,50-10/2 * * * *", "minute", 2},
    });
}

TEST(Ocps10, section_6_2_steps_need_a_range_and_a_value_above_zero) {
    check_refused({
        {"*/0 * * * *", "minute", 2},
        {"10-50/0 * * * *", "minute", 6},
        {"0/15 * * * *", "minute", 1},
        {"10/10 * * * *", "minute", 2},
        {"/30 * * * *", "minute", 0},
        {"0 0 * * MON/2", "day of week", 11},
        {"0 0 * 1-/2 *", "month", 8},
        {"0 0 -5/2 * *", "day of month", 4},
        {"*/ * * * *", "minute", 2},
        {"*/*/2 * * * *", "minute", 2},
    });
}

// The specification wants such patterns accepted and the search to say that there is nothing to find. We say it on
// entry, so that no job waits for a day that never comes; the sentence does not speak of a mistake in writing.
TEST(Ocps10, section_6_2_differs_days_that_never_come_are_refused_on_entry_and_told_as_such) {
    check_refused({{"* * 31 2 *", "day of month", 4}, {"0 0 31 4,6,9,11 *", "day of month", 4}});
    const auto parsed = schedule::Schedule::parse("* * 31 2 *", {});
    ASSERT_FALSE(parsed.ok());
    EXPECT_NE(parsed.error().text.find("never comes"), std::string::npos) << parsed.error().text;
    EXPECT_EQ(parse("0 0 31 1,2 *").next(instant("2026-02-01T00:00:00Z")), instant("2027-01-31T00:00:00Z"));
}

TEST(Ocps10, section_6_4_patterns_mean_the_local_time_of_their_zone) {
    check({
        {"6.4 in Tokyo", "Asia/Tokyo", "0 9 1 1 *", "2026-01-02T00:00:00Z", {"2027-01-01T09:00:00+09:00"}},
        {"6.4 in Lisbon, winter and summer",
         "Europe/Lisbon",
         "0 9 1 1,7 *",
         "2026-01-01T00:00:00Z",
         {"2026-01-01T09:00:00+00:00", "2026-07-01T09:00:00+01:00"}},
        {"6.4 the weekday is the local one",
         "Pacific/Auckland",
         "0 8 * * MON",
         "2026-06-05T00:00:00Z",
         {"2026-06-08T08:00:00+12:00", "2026-06-15T08:00:00+12:00"}},
    });
}

} // namespace
} // namespace schedule_test
