// The Open Cron Pattern Specification, increment 1.3: L (last), # (n-th weekday) and W (closest weekday).
#include <gtest/gtest.h>

#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

TEST(Ocps13, section_4_1_l_is_the_last_day_of_the_month) {
    check({
        {"4.1 through a year that is no leap year",
         "UTC",
         "0 0 L * *",
         "2026-01-01T00:00:00Z",
         {"2026-01-31T00:00:00+00:00", "2026-02-28T00:00:00+00:00", "2026-03-31T00:00:00+00:00",
          "2026-04-30T00:00:00+00:00", "2026-05-31T00:00:00+00:00", "2026-06-30T00:00:00+00:00",
          "2026-07-31T00:00:00+00:00", "2026-08-31T00:00:00+00:00", "2026-09-30T00:00:00+00:00",
          "2026-10-31T00:00:00+00:00", "2026-11-30T00:00:00+00:00", "2026-12-31T00:00:00+00:00"}},
        {"4.1 February of a leap year, of 2100 and of 2000",
         "UTC",
         "0 0 L 2 *",
         "2027-06-01T00:00:00Z",
         {"2028-02-29T00:00:00+00:00", "2029-02-28T00:00:00+00:00"}},
        {"4.1 2100 is none", "UTC", "0 0 L 2 *", "2099-06-01T00:00:00Z", {"2100-02-28T00:00:00+00:00"}},
        {"4.1 2000 was one", "UTC", "0 0 L 2 *", "1999-06-01T00:00:00Z", {"2000-02-29T00:00:00+00:00"}},
        {"4.1 with seconds and a year",
         "UTC",
         "30 59 23 L 12 * 2026",
         "2026-01-01T00:00:00Z",
         {"2026-12-31T23:59:30+00:00"}},
        {"4.1 the local month's last day",
         "Pacific/Auckland",
         "0 8 L * *",
         "2026-04-01T00:00:00Z",
         {"2026-04-30T08:00:00+12:00", "2026-05-31T08:00:00+12:00"}},
    });
}

TEST(Ocps13, section_4_1_a_weekday_with_l_is_its_last_in_the_month) {
    const std::vector<std::string> last_fridays{"2026-01-30T00:00:00+00:00", "2026-02-27T00:00:00+00:00",
                                                "2026-03-27T00:00:00+00:00", "2026-04-24T00:00:00+00:00",
                                                "2026-05-29T00:00:00+00:00"};
    const std::vector<std::string> last_sundays{"2026-01-25T00:00:00+00:00", "2026-02-22T00:00:00+00:00",
                                                "2026-03-29T00:00:00+00:00", "2026-04-26T00:00:00+00:00",
                                                "2026-05-31T00:00:00+00:00"};
    for (const auto *friday : {"5L", "5#L", "FRI#L", "FRIL", "fri#L", "FriL"}) {
        SCOPED_TRACE(friday);
        EXPECT_EQ(fires(parse("0 0 * * " + std::string(friday)), "2026-01-01T00:00:00Z", 5), last_fridays);
    }
    for (const auto *sunday : {"0L", "7L", "0#L", "7#L", "SUN#L", "SUNL"}) {
        SCOPED_TRACE(sunday);
        EXPECT_EQ(fires(parse("0 0 * * " + std::string(sunday)), "2026-01-01T00:00:00Z", 5), last_sundays);
    }
}

TEST(Ocps13, section_4_2_a_weekday_and_a_number_is_that_one_of_the_month) {
    check({
        {"4.2 the third Tuesday",
         "UTC",
         "0 0 * * 2#3",
         "2026-01-01T00:00:00Z",
         {"2026-01-20T00:00:00+00:00", "2026-02-17T00:00:00+00:00", "2026-03-17T00:00:00+00:00"}},
        {"4.2 the first Monday",
         "UTC",
         "0 0 * * MON#1",
         "2026-05-05T00:00:00Z",
         {"2026-06-01T00:00:00+00:00", "2026-07-06T00:00:00+00:00", "2026-08-03T00:00:00+00:00"}},
        {"4.2 the first Sunday, by 0",
         "UTC",
         "0 0 * * 0#1",
         "2026-01-01T00:00:00Z",
         {"2026-01-04T00:00:00+00:00", "2026-02-01T00:00:00+00:00"}},
        {"4.2 and by 7",
         "UTC",
         "0 0 * * 7#1",
         "2026-01-01T00:00:00Z",
         {"2026-01-04T00:00:00+00:00", "2026-02-01T00:00:00+00:00"}},
        {"4.2 a fifth one only where there is one",
         "UTC",
         "0 0 * * fri#5",
         "2026-01-01T00:00:00Z",
         {"2026-01-30T00:00:00+00:00", "2026-05-29T00:00:00+00:00", "2026-07-31T00:00:00+00:00",
          "2026-10-30T00:00:00+00:00"}},
        {"4.2 a fifth Monday in February",
         "UTC",
         "0 0 * 2 MON#5",
         "2026-01-01T00:00:00Z",
         {"2044-02-29T00:00:00+00:00", "2072-02-29T00:00:00+00:00", "2112-02-29T00:00:00+00:00"}},
    });
}

TEST(Ocps13, section_4_3_w_is_the_closest_weekday) {
    check({
        {"4.3 the 15th is a Wednesday", "UTC", "0 12 15W 7 *", "2026-01-01T00:00:00Z", {"2026-07-15T12:00:00+00:00"}},
        {"4.3 a Saturday goes back to Friday",
         "UTC",
         "0 12 15W 8 *",
         "2026-01-01T00:00:00Z",
         {"2026-08-14T12:00:00+00:00"}},
        {"4.3 a Sunday goes on to Monday",
         "UTC",
         "0 12 15W 2 *",
         "2026-01-01T00:00:00Z",
         {"2026-02-16T12:00:00+00:00"}},
        {"4.3 month after month",
         "UTC",
         "0 12 15W * *",
         "2026-01-01T00:00:00Z",
         {"2026-01-15T12:00:00+00:00", "2026-02-16T12:00:00+00:00", "2026-03-16T12:00:00+00:00",
          "2026-04-15T12:00:00+00:00", "2026-05-15T12:00:00+00:00", "2026-06-15T12:00:00+00:00",
          "2026-07-15T12:00:00+00:00", "2026-08-14T12:00:00+00:00"}},
    });
}

TEST(Ocps13, section_4_3_w_stays_within_its_month) {
    check({
        {"4.3 the 1st is a Saturday: Monday the 3rd",
         "UTC",
         "0 12 1W 8 *",
         "2026-01-01T00:00:00Z",
         {"2026-08-03T12:00:00+00:00"}},
        {"4.3 the 1st is a Sunday: Monday the 2nd",
         "UTC",
         "0 12 1W 11 *",
         "2026-01-01T00:00:00Z",
         {"2026-11-02T12:00:00+00:00"}},
        {"4.3 the 31st is a Sunday: Friday the 29th",
         "UTC",
         "0 12 31W 5 *",
         "2026-01-01T00:00:00Z",
         {"2026-05-29T12:00:00+00:00"}},
        {"4.3 the 31st is a Saturday: Friday the 30th",
         "UTC",
         "0 12 31W 10 *",
         "2026-01-01T00:00:00Z",
         {"2026-10-30T12:00:00+00:00"}},
        {"4.3 the 30th is a Sunday and the last: Friday the 28th",
         "UTC",
         "0 12 30W 4 *",
         "2028-01-01T00:00:00Z",
         {"2028-04-28T12:00:00+00:00"}},
        {"4.3 the 30th is a Sunday and not the last: Monday the 31st",
         "UTC",
         "0 12 30W 8 *",
         "2026-01-01T00:00:00Z",
         {"2026-08-31T12:00:00+00:00"}},
        {"4.3 the 28th of a February of 28 days is a Sunday: Friday the 26th",
         "UTC",
         "0 12 28W 2 *",
         "2027-01-01T00:00:00Z",
         {"2027-02-26T12:00:00+00:00"}},
        {"4.3 a leap day that is a Sunday: Friday the 27th",
         "UTC",
         "0 12 29W 2 *",
         "2032-01-01T00:00:00Z",
         {"2032-02-27T12:00:00+00:00", "2036-02-29T12:00:00+00:00", "2040-02-29T12:00:00+00:00"}},
        {"4.3 months without that day are left out",
         "UTC",
         "0 12 31W * *",
         "2026-01-31T00:00:00Z",
         {"2026-03-31T12:00:00+00:00", "2026-05-29T12:00:00+00:00", "2026-07-31T12:00:00+00:00"}},
    });
}

TEST(Ocps13, section_4_3_lw_is_the_last_weekday_of_the_month) {
    check({
        {"4.3 LW",
         "UTC",
         "0 12 LW * *",
         "2026-01-01T00:00:00Z",
         {"2026-01-30T12:00:00+00:00", "2026-02-27T12:00:00+00:00", "2026-03-31T12:00:00+00:00",
          "2026-04-30T12:00:00+00:00", "2026-05-29T12:00:00+00:00", "2026-06-30T12:00:00+00:00"}},
        {"4.3 LW of a leap year", "UTC", "0 12 LW 2 *", "2032-01-01T00:00:00Z", {"2032-02-27T12:00:00+00:00"}},
    });
}

// 4.3 keeps W away from lists. We read it as we read ranges: W is for one day, not for `1,15` as a whole; an item of
// its own in a list is clear, and accepted.
TEST(Ocps13, section_4_all_of_them_stand_in_lists_and_beside_the_other_day_field) {
    check({
        {"4.1 4.3 days of month",
         "UTC",
         "0 0 1,15W,L * *",
         "2026-01-31T00:00:00Z",
         {"2026-02-01T00:00:00+00:00", "2026-02-16T00:00:00+00:00", "2026-02-28T00:00:00+00:00",
          "2026-03-01T00:00:00+00:00"}},
        {"4.1 4.3 what falls on one day is one fire",
         "UTC",
         "0 0 LW,L,30-31,30W 4 *",
         "2026-01-31T00:00:00Z",
         {"2026-04-30T00:00:00+00:00", "2027-04-30T00:00:00+00:00"}},
        {"4.1 4.2 days of week",
         "UTC",
         "0 0 * * MON#1,FRI#L",
         "2026-01-31T00:00:00Z",
         {"2026-02-02T00:00:00+00:00", "2026-02-27T00:00:00+00:00", "2026-03-02T00:00:00+00:00",
          "2026-03-27T00:00:00+00:00"}},
        {"4.2 with plain weekdays",
         "UTC",
         "0 0 * * SAT#2,1-2",
         "2026-03-03T00:00:00Z",
         {"2026-03-09T00:00:00+00:00", "2026-03-10T00:00:00+00:00", "2026-03-14T00:00:00+00:00",
          "2026-03-16T00:00:00+00:00"}},
        {"4.1 4.2 both day fields: either",
         "UTC",
         "0 0 L * TUE#1",
         "2026-01-31T00:00:00Z",
         {"2026-02-03T00:00:00+00:00", "2026-02-28T00:00:00+00:00", "2026-03-03T00:00:00+00:00",
          "2026-03-31T00:00:00+00:00"}},
        {"4.1 a stepped star and a last weekday: both",
         "UTC",
         "0 0 */2 * FRI#L",
         "2026-01-01T00:00:00Z",
         {"2026-02-27T00:00:00+00:00", "2026-03-27T00:00:00+00:00", "2026-05-29T00:00:00+00:00"}},
    });
}

TEST(Ocps13, section_4_the_modifiers_are_upper_case) {
    check_refused({
        {"0 0 l * *", "day of month", 4},
        {"0 0 * * 5l", "day of week", 9},
        {"0 0 * * 5#l", "day of week", 10},
        {"0 0 * * FRI#l", "day of week", 12},
        {"0 0 15w * *", "day of month", 6},
        {"0 0 lw * *", "day of month", 4},
    });
}

TEST(Ocps13, section_4_the_modifiers_stay_in_their_fields) {
    check_refused({
        {"L * * * *", "minute", 0},
        {"0 L * * *", "hour", 2},
        {"0 0 1 L *", "month", 6},
        {"L 0 0 1 1 *", "second", 0},
        {"15W * * * *", "minute", 2},
        {"0 5W * * *", "hour", 3},
        {"0 0 1 5W *", "month", 7},
        {"0 0 * * 5W", "day of week", 9},
        {"0 0 5#2 * *", "day of month", 5},
        {"0 0 5L * *", "day of month", 5},
        {"5#2 * * * *", "minute", 1},
        {"0 0 1 5#2 *", "month", 7},
    });
}

TEST(Ocps13, section_4_2_numbers_and_weekdays_that_make_no_sense_are_refused) {
    check_refused({
        {"0 0 * * 5#0", "day of week", 10},     {"0 0 * * 5#6", "day of week", 10},
        {"0 0 * * FRI#99", "day of week", 12},  {"0 0 * * 8#1", "day of week", 8},
        {"0 0 * * 8L", "day of week", 8},       {"0 0 * * 5#", "day of week", 10},
        {"0 0 * * #2", "day of week", 8},       {"0 0 * * 5#x", "day of week", 10},
        {"0 0 * * MON#TUE", "day of week", 12}, {"0 0 * * 5#-1", "day of week", 10},
        {"0 0 * * 5#1#2", "day of week", 10},   {"0 0 * * 5#2/2", "day of week", 10},
        {"0 0 * * 5L/2", "day of week", 9},     {"0 0 * * MON-FRI#2", "day of week", 15},
        {"0 0 * * 1-5L", "day of week", 11},    {"0 0 * * 5#1-3", "day of week", 10},
        {"0 0 * * 5L5", "day of week", 9},      {"0 0 * * L", "day of week", 8},
        {"0 0 * * L5", "day of week", 8},       {"0 0 * * *#2", "day of week", 9},
    });
}

TEST(Ocps13, section_4_3_w_goes_with_one_day_only) {
    check_refused({
        {"0 0 1-15W * *", "day of month", 8},    {"0 0 1W-15 * *", "day of month", 6},
        {"0 0 1W-15W * *", "day of month", 6},   {"0 0 15W/2 * *", "day of month", 7},
        {"0 0 1-15/2W * *", "day of month", 10}, {"0 0 *W * *", "day of month", 5},
        {"0 0 W * *", "day of month", 4},        {"0 0 W15 * *", "day of month", 4},
        {"0 0 0W * *", "day of month", 4},       {"0 0 32W * *", "day of month", 4},
        {"0 0 15WW * *", "day of month", 7},     {"0 0 15WL * *", "day of month", 7},
        {"0 0 L/2 * *", "day of month", 5},      {"0 0 LW/2 * *", "day of month", 6},
        {"0 0 L-3 * *", "day of month", 5},      {"0 0 1-L * *", "day of month", 6},
        {"0 0 LL * *", "day of month", 5},       {"0 0 WL * *", "day of month", 4},
        {"0 0 L15 * *", "day of month", 5},
    });
}

} // namespace
} // namespace schedule_test
