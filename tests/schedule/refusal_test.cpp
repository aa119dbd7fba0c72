// What must be refused, with the field and the position that the error names.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

struct Refusal {
    std::string text;
    std::string field;
    int position;
    std::string says; // a part of the sentence
};

void expect_refused(const std::vector<Refusal> &refusals) {
    for (const auto &[text, field, position, says] : refusals) {
        SCOPED_TRACE(text);
        const auto parsed = schedule::Schedule::parse(text, {});
        if (parsed) {
            ADD_FAILURE() << "was accepted as " << parsed.value().text();
            continue;
        }
        EXPECT_EQ(parsed.error().field, field) << parsed.error().text;
        EXPECT_EQ(parsed.error().position, position) << parsed.error().text;
        EXPECT_NE(parsed.error().text.find(says), std::string::npos) << parsed.error().text;
        EXPECT_NE(parsed.error().text.find("; "), std::string::npos) << "no expectation: " << parsed.error().text;
    }
}

TEST(Refusal, names_what_is_no_schedule_at_all) {
    expect_refused({
        {"", "schedule", 0, "empty"},
        {" \t ", "schedule", 0, "empty"},
        {"hello", "hour", 5, "found 1 field; expected 5"},
        {"* * * *", "day of week", 7, "found 4 fields; expected 5"},
        {"* * * * * * * *", "schedule", 14, "found 8 fields"},
        {"* * * * * command", "day of week", 10, "found 'command'"},
        {"* * * * * * command", "year", 12, "found 'command'"},
        {std::string(1025, ' '), "schedule", 1024, "1025 bytes"},
        {"@", "schedule", 0, "unknown"},
        {"@nightly", "schedule", 0, "unknown"},
        {"  @Daily", "schedule", 2, "'@Daily' is unknown"},
        {"@REBOOT", "schedule", 0, "unknown"},
        {"@Manual", "schedule", 0, "unknown"},
        {"@manual 1", "schedule", 8, "after @manual"},
        {"@daily * * *", "schedule", 7, "after @daily"},
        {"@reboot 5m", "schedule", 8, "after @reboot"},
    });
}

TEST(Refusal, names_values_that_are_out_of_range) {
    expect_refused({
        {"60 * * * *", "minute", 0, "'60' is out of range; expected 0-59"},
        {"* 24 * * *", "hour", 2, "expected 0-23"},
        {"* * 0 * *", "day of month", 4, "expected 1-31"},
        {"* * 32 * *", "day of month", 4, "expected 1-31"},
        {"* * * 0 *", "month", 6, "expected 1-12 or JAN-DEC"},
        {"* * * 13 *", "month", 6, "expected 1-12 or JAN-DEC"},
        {"* * * * 8", "day of week", 8, "expected 0-7 or SUN-SAT"},
        {"0,15,99 * * * *", "minute", 5, "'99' is out of range"},
        {"0-99 * * * *", "minute", 2, "'99' is out of range"},
        {"4294967296 * * * *", "minute", 0, "out of range"},
        {"18446744073709551616 * * * *", "minute", 0, "out of range"},
        {"* " + std::string(900, '9') + " * * *", "hour", 2, "out of range"},
        {"-1 * * * *", "minute", 0, "found '-'"},
    });
}

TEST(Refusal, names_ranges_and_steps_that_make_no_sense) {
    expect_refused({
        {"*/0 * * * *", "minute", 2, "'0' is out of range; expected a step of 1-60"},
        {"*/61 * * * *", "minute", 2, "expected a step of 1-60"},
        {"*/90 * * * *", "minute", 2, "expected a step of 1-60"},
        {"* */25 * * *", "hour", 4, "expected a step of 1-24"},
        {"* * * * */8", "day of week", 10, "expected a step of 1-7"},
        {"0-30/0 * * * *", "minute", 5, "expected a step of 1-60"},
        {"*/99999999999999999999 * * * *", "minute", 2, "out of range"},
        {"*/ * * * *", "minute", 2, "missing"},
        {"*/x * * * *", "minute", 2, "no number"},
        {"*/-5 * * * *", "minute", 2, "no number"},
        {"5/10 * * * *", "minute", 1, "a step needs '*' or a range"},
        {"* * * JAN/2 *", "month", 9, "a step needs '*' or a range"},
        {"0 0 /30 * *", "day of month", 4, "found '/'"},
        {"30-10 * * * *", "minute", 0, "'30-10' runs backwards"},
        {"0 0 10-5 * *", "day of month", 4, "runs backwards"},
        {"0 0 * NOV-FEB *", "month", 6, "'NOV-FEB' runs backwards"},
        {"0 0 * * FRI-SUN", "day of week", 8, "Sunday is 7"},
        {"1- * * * *", "minute", 2, "a value is missing"},
        {"1-2-3 * * * *", "minute", 3, "found '-' after '1-2'"},
        {"*-5 * * * *", "minute", 1, "found '-' after '*'"},
        {"*/5/5 * * * *", "minute", 3, "found '/' after '*/5'"},
        {"** * * * *", "minute", 1, "found '*' after '*'"},
        {"*5 * * * *", "minute", 1, "found '5' after '*'"},
    });
}

TEST(Refusal, names_lists_with_holes) {
    expect_refused({
        {",1 * * * *", "minute", 0, "a value is missing"},
        {"1, * * * *", "minute", 2, "a value is missing"},
        {"1,,2 * * * *", "minute", 2, "a value is missing"},
        {"* , * * *", "hour", 2, "a value is missing"},
    });
}

TEST(Refusal, names_junk_and_what_it_follows) {
    expect_refused({
        {"5abc * * * *", "minute", 1, "found 'abc' after '5'"},
        {"5.5 * * * *", "minute", 1, "found '.' after '5'"},
        {"0x5 * * * *", "minute", 1, "found 'x' after '0'"},
        {"1e1 * * * *", "minute", 1, "found 'e' after '1'"},
        {"$ * * * *", "minute", 0, "found '$'"},
        {"+5 * * * *", "minute", 0, "stands first in the day of week field"},
        {"* * * JANUARY *", "month", 6, "found 'JANUARY'"},
        {"* * * JA *", "month", 6, "found 'JA'"},
        {"* * * MON *", "month", 6, "found 'MON'"},
        {"* * * * JAN", "day of week", 8, "found 'JAN'"},
        {"MON * * * *", "minute", 0, "found 'MON'"},
        {"* * * * MONTUE", "day of week", 8, "found 'MONTUE'"},
        {"* * * JAN5 *", "month", 9, "found '5' after 'JAN'"},
    });
}

TEST(Refusal, names_letters_and_signs_in_the_wrong_place) {
    expect_refused({
        {"L * * * *", "minute", 0, "found 'L' (L (last) stands alone"},
        {"0 0 * L *", "month", 6, "found 'L'"},
        {"0 0 * * L", "day of week", 8, "found 'L'"},
        {"0 0 L-3 * *", "day of month", 5, "found '-3' after 'L'"},
        {"0 0 L/2 * *", "day of month", 5, "found '/2' after 'L'"},
        {"0 0 l * *", "day of month", 4, "found 'l'"},
        {"0 0 15L * *", "day of month", 6, "found 'L' after '15'"},
        {"0 0 1-15W * *", "day of month", 8, "found 'W' after '1-15'"},
        {"0 0 15w * *", "day of month", 6, "found 'w' after '15'"},
        {"0 0 15WL * *", "day of month", 7, "found 'L' after '15W'"},
        {"0 0 W * *", "day of month", 4, "found 'W'"},
        {"0 0 32W * *", "day of month", 4, "'32' is out of range"},
        {"0 0 * * 1-5L", "day of week", 11, "found 'L' after '1-5'"},
        {"0 0 * * 5l", "day of week", 9, "found 'l' after '5'"},
        {"0 0 * * 5LL", "day of week", 9, "found 'LL' after '5'"},
        {"0 0 * * 5W", "day of week", 9, "found 'W' after '5'"},
        {"0 0 * * 5#0", "day of week", 10, "found '0' after '#'; expected 1-5 or L"},
        {"0 0 * * 5#6", "day of week", 10, "found '6' after '#'"},
        {"0 0 * * 5#11", "day of week", 10, "found '11' after '#'"},
        {"0 0 * * 5#", "day of week", 10, "found nothing after '#'"},
        {"0 0 * * 5#1-3", "day of week", 10, "found '1-3' after '#'"},
        {"0 0 * * #1", "day of week", 8, "found '#'"},
        {"0 0 * * 1-5#1", "day of week", 11, "found '#' after '1-5'"},
        {"0 0 1#1 * *", "day of month", 5, "found '#' after '1'"},
        {"? * * * *", "minute", 0, "found '?' (? stands alone in a day field)"},
        {"0 0 ?/2 * *", "day of month", 4, "found '?'"},
        {"0 0 1,? * *", "day of month", 6, "found '?'"},
        {"0 0 +1 * *", "day of month", 4, "found '+'"},
        {"0 0 1 * MON,+TUE", "day of week", 12, "found '+'"},
        {"0 0 1 * ++MON", "day of week", 9, "found '+'"},
        {"0 0 1 * +", "day of week", 9, "a value is missing"},
        {"0 0 0 1 1 * 1969", "year", 12, "'1969' is out of range; expected 1970-2199"},
        {"0 0 0 1 1 * 2200", "year", 12, "'2200' is out of range"},
        {"0 0 0 1 1 * 2030-2026", "year", 12, "runs backwards"},
        {"0 0 0 1 1 * 2026/2", "year", 16, "a step needs '*' or a range"},
        {"0 0 0 1 1 * H", "year", 12, "H has no place here"},
        {"60 0 0 1 1 *", "second", 0, "'60' is out of range; expected 0-59"},
    });
}

TEST(Refusal, names_bytes_that_belong_in_no_schedule) {
    expect_refused({
        {std::string("0 \0 * * *", 9), "hour", 2, "control character '<0x00>'"},
        {"* * * * *\n", "day of week", 9, "control character '<0x0A>'"},
        {"0\r 0 * * *", "minute", 1, "control character '<0x0D>'"},
        {"0 0 * *\x7F *", "month", 7, "control character '<0x7F>'"},
        {"\xEF\xBC\x95 * * * *", "minute", 0, "not ASCII"}, // U+FF15, a full-width five
        {"0 \xD9\xA5 * * *", "hour", 2, "not ASCII"},       // U+0665, an Arabic-Indic five
        {"0 0 * * MON\xE2\x80\x93"
         "FRI",
         "day of week", 11, "not ASCII"}, // an en dash
        {"0\xC2\xA0"
         "0 * * *",
         "minute", 1, "not ASCII"}, // a no-break space
        {"* * * * * \xFF", "day of week", 10, "not ASCII"},
        {"@every 1\x01h", "schedule", 8, "control character"},
    });
}

TEST(Refusal, names_days_that_never_come) {
    expect_refused({
        {"0 0 31 2 *", "day of month", 4, "'31' never comes in month '2'"},
        {"0 0 30 2 *", "day of month", 4, "never comes"},
        {"0 0 30,31 FEB *", "day of month", 4, "never comes"},
        {"0 0 31 4,6,9,11 *", "day of month", 4, "never comes"},
        {"0 0 31 2 */2", "day of month", 4, "never comes"},
        {"0 0 0 30 2 * 2026", "day of month", 6, "'30' never comes in month '2' of year '2026'"},
        {"0 0 0 29 2 * 2026", "day of month", 6, "never comes"},
        {"0 0 0 29 2 * 2100", "day of month", 6, "never comes"},
        {"0 0 1 * +MON#2", "day of week", 8, "'+MON#2' never comes in month '*' together with the day of month '1'"},
        {"0 0 */31 * MON#5", "day of week", 11, "never comes"},
    });
}

TEST(Refusal, names_intervals_that_make_no_sense) {
    expect_refused({
        {"@every", "schedule", 6, "missing"},
        {"@every ", "schedule", 7, "missing"},
        {"@every x", "schedule", 7, "where a number should be"},
        {"@every -5s", "schedule", 7, "where a number should be"},
        {"@every 5", "schedule", 8, "a unit is missing"},
        {"@every 500ms", "schedule", 10, "the unit 'ms' is unknown"},
        {"@every 10us", "schedule", 9, "unknown"},
        {"@every 10ns", "schedule", 9, "unknown"},
        {"@every 1y", "schedule", 8, "the unit 'y' is unknown"},
        {"@every 1H", "schedule", 8, "the unit 'H' is unknown"},
        {"@every 1.5h", "schedule", 8, "a unit is missing"},
        {"@every 0s", "schedule", 7, "zero"},
        {"@every 0h0m", "schedule", 7, "zero"},
        {"@every 0d", "schedule", 7, "zero"},
        {"@every 1m1h", "schedule", 9, "from long to short"},
        {"@every 1h1h", "schedule", 9, "from long to short"},
        {"@every 1d12h", "schedule", 9, "stand alone"},
        {"@every 12h1d", "schedule", 10, "stand alone"},
        {"@every 1h 30m", "schedule", 10, "after the interval"},
        {"@every 367d", "schedule", 7, "at most 366 days"},
        {"@every 53w", "schedule", 7, "at most 366 days, 52 weeks"},
        {"@every 1201mo", "schedule", 7, "1200 months"},
        {"@every 8785h", "schedule", 7, "too long"},
        {"@every 8784h1s", "schedule", 7, "too long"},
        {"@every 99999999999999999999s", "schedule", 7, "too long"},
        {"@every 1h/", "schedule", 10, "missing"},
        {"@every 1h/1h", "schedule", 10, "not shorter"},
        {"@every 1h/1d", "schedule", 10, "without a phase"},
        {"@every 1d/1h", "schedule", 9, "without another unit or a phase"},
        {"@every 1h/5m/5m", "schedule", 12, "a number"},
        {"@every 1h from", "schedule", 10, "after the interval"},
        {"@every 1h from now", "schedule", 10, "after the interval"},
        {"@every 1h from start now", "schedule", 10, "after the interval"},
        {"@every 1h from start", "schedule", 10, "needs a start"},
        {"@every 1h/5m from completion", "schedule", 13, "not both"},
        {"@every 1d from completion", "schedule", 10, "have no anchor"},
    });
}

TEST(Refusal, names_moments_that_make_no_sense) {
    expect_refused({
        {"@at", "schedule", 3, "missing"},
        {"@at tomorrow", "schedule", 4, "year needs 4 digits"},
        {"@at 2026-12-24", "schedule", 14, "ends where 'T' should be"},
        {"@at 2026-12-24 18:00", "schedule", 15, "after the time"},
        {"@at 2026/12/24T18:00", "schedule", 8, "where '-' should be"},
        {"@at 2026-13-24T18:00", "schedule", 9, "month '13' is not in 1-12"},
        {"@at 2026-02-29T18:00", "schedule", 4, "no such day"},
        {"@at 2026-12-24T24:00", "schedule", 15, "hour '24' is not in 0-23"},
        {"@at 2026-12-24T18", "schedule", 17, "ends where ':' should be"},
        {"@at 2026-12-24T18:60", "schedule", 18, "minute '60' is not in 0-59"},
        {"@at 2026-12-31T23:59:60Z", "schedule", 21, "second '60' is not in 0-59"},
        {"@at 2026-12-24T18:00:00.", "schedule", 24, "one to six digits"},
        {"@at 2026-12-24T18:00:00.1234567Z", "schedule", 24, "one to six digits"},
        {"@at 2026-12-24T18:00:00+1", "schedule", 24, "needs 2 digits"},
        {"@at 2026-12-24T18:00:00+0100", "schedule", 26, "where ':' should be"},
        {"@at 2026-12-24T18:00:00+24:00", "schedule", 24, "not in 0-23"},
        {"@at 2026-12-24T18:00:00ZZ", "schedule", 24, "after the time"},
        {"@at 1969-12-31T18:00", "schedule", 4, "year '1969' is not in 1970-2199"},
        {"@at 2200-01-01T00:00Z", "schedule", 4, "year '2200' is not in 1970-2199"},
        {"@at 1970-01-01T00:00+01:00", "schedule", 4, "outside the years 1970 to 2199"},
        {"@at 2199-12-31T23:30-01:00", "schedule", 4, "outside the years 1970 to 2199"},
    });
}

TEST(Refusal, of_a_local_moment_that_does_not_exist_when_such_are_skipped) {
    auto options = in_zone("America/New_York");
    options.dst_gap = schedule::DstGap::skip;
    const auto parsed = schedule::Schedule::parse("@at 2026-03-08T02:30", options);
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.error().field, "schedule");
    EXPECT_EQ(parsed.error().position, 4);
    EXPECT_NE(parsed.error().text.find("does not exist in zone 'America/New_York'"), std::string::npos);
}

TEST(Refusal, of_a_local_moment_that_its_zone_puts_outside_the_range) {
    const auto parsed = schedule::Schedule::parse("@at 1970-01-01T00:30", in_zone("Asia/Kolkata"));
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.error().position, 4);
    EXPECT_NE(parsed.error().text.find("outside the years"), std::string::npos);
}

std::string refused_field(std::optional<schedule::Instant> start_at, std::optional<schedule::Instant> end_at) {
    schedule::ScheduleOptions options;
    options.start_at = start_at;
    options.end_at = end_at;
    const auto parsed = schedule::Schedule::parse("@every 90s", options);
    return parsed ? "" : parsed.error().field;
}

TEST(Refusal, of_bounds_that_leave_nothing) {
    const auto new_year = instant("2026-01-01T00:00:00Z");
    const schedule::Duration smallest{1};
    EXPECT_EQ(refused_field(new_year, new_year + smallest), "");
    EXPECT_EQ(refused_field(new_year, new_year), "end_at");
    EXPECT_EQ(refused_field({}, schedule::first_instant + smallest), "");
    EXPECT_EQ(refused_field({}, schedule::first_instant), "end_at");
    EXPECT_EQ(refused_field({}, schedule::Instant::min()), "end_at");
}

TEST(Refusal, of_a_start_outside_the_range_of_time) {
    const schedule::Duration smallest{1};
    EXPECT_EQ(refused_field(schedule::first_instant, {}), "");
    EXPECT_EQ(refused_field(schedule::first_instant - smallest, {}), "start_at");
    EXPECT_EQ(refused_field(schedule::Instant::min(), {}), "start_at");
    EXPECT_EQ(refused_field(schedule::end_instant - std::chrono::hours(1), {}), "");
    EXPECT_EQ(refused_field(schedule::end_instant, {}), "start_at");
    EXPECT_EQ(refused_field(schedule::Instant::max(), {}), "start_at");
}

} // namespace
} // namespace schedule_test
