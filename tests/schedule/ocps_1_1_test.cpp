// The Open Cron Pattern Specification, increment 1.1: nicknames.
#include <gtest/gtest.h>

#include "refused.h"
#include "schedule/cursor.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::Instant;
using schedule::Schedule;

TEST(Ocps11, section_4_1_nicknames_fire_when_their_table_says) {
    check({
        {"4.1 yearly",
         "UTC",
         "@yearly",
         "2026-06-01T00:00:00Z",
         {"2027-01-01T00:00:00+00:00", "2028-01-01T00:00:00+00:00"}},
        {"4.1 annually",
         "UTC",
         "@annually",
         "2026-06-01T00:00:00Z",
         {"2027-01-01T00:00:00+00:00", "2028-01-01T00:00:00+00:00"}},
        {"4.1 monthly",
         "UTC",
         "@monthly",
         "2026-11-15T00:00:00Z",
         {"2026-12-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"}},
        {"4.1 weekly, on Sundays",
         "UTC",
         "@weekly",
         "2026-03-01T00:00:00Z",
         {"2026-03-08T00:00:00+00:00", "2026-03-15T00:00:00+00:00"}},
        {"4.1 daily",
         "UTC",
         "@daily",
         "2026-02-27T12:00:00Z",
         {"2026-02-28T00:00:00+00:00", "2026-03-01T00:00:00+00:00"}},
        {"4.1 midnight",
         "UTC",
         "@midnight",
         "2026-02-27T12:00:00Z",
         {"2026-02-28T00:00:00+00:00", "2026-03-01T00:00:00+00:00"}},
        {"4.1 hourly",
         "UTC",
         "@hourly",
         "2026-02-27T22:30:00Z",
         {"2026-02-27T23:00:00+00:00", "2026-02-28T00:00:00+00:00"}},
        {"4.1 the day begins in the zone",
         "Asia/Kolkata",
         "@daily",
         "2026-02-27T12:00:00Z",
         {"2026-02-28T00:00:00+05:30", "2026-03-01T00:00:00+05:30"}},
        {"4.1 blanks around it are ignored",
         "UTC",
         " \t@daily ",
         "2026-02-27T12:00:00Z",
         {"2026-02-28T00:00:00+00:00"}},
    });
}

TEST(Ocps11, section_4_1_nicknames_are_their_patterns_through_daylight_saving_too) {
    const std::vector<std::pair<std::string, std::string>> pairs{
        {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"}, {"@weekly", "0 0 * * 0"},
        {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@hourly", "0 * * * *"},
    };
    for (const std::string zone : {"UTC", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe"}) {
        const auto options = in_zone(zone);
        for (const auto &[nickname, pattern] : pairs) {
            SCOPED_TRACE(nickname + " in " + zone);
            const auto expected = fires(parse(pattern, options), "2026-03-01T00:00:00Z", 400);
            ASSERT_FALSE(expected.empty());
            EXPECT_EQ(fires(parse(nickname, options), "2026-03-01T00:00:00Z", 400), expected);
        }
    }
}

TEST(Ocps11, section_4_1_nicknames_are_case_sensitive) {
    check_refused({
        {"@Daily", "schedule", 0},
        {"@DAILY", "schedule", 0},
        {"@dailY", "schedule", 0},
        {"  @Hourly", "schedule", 2},
        {"@Reboot", "schedule", 0},
    });
}

TEST(Ocps11, section_4_1_other_nicknames_are_refused) {
    check_refused({
        {"@", "schedule", 0},
        {"@day", "schedule", 0},
        {"@dailyy", "schedule", 0},
        {"@nightly", "schedule", 0},
        {"@weekday", "schedule", 0},
        {"@ daily", "schedule", 0},
        {"@@daily", "schedule", 0},
        {"daily", "hour", 5},
    });
}

TEST(Ocps11, section_4_1_nicknames_stand_alone) {
    check_refused({
        {"@daily 0", "schedule", 7},
        {"@daily * * * * *", "schedule", 7},
        {"@hourly\t@daily", "schedule", 8},
        {"@reboot  0 0 * * *", "schedule", 9},
        {"0 0 * * * @daily", "day of week", 10},
        {"0 0 * * @weekly", "day of week", 8},
        {"@daily * * * *", "schedule", 7},
    });
}

TEST(Ocps11, section_4_2_reboot_is_a_schedule_that_no_time_brings_about) {
    const auto reboot = parse("@reboot", in_zone("Europe/Lisbon"));
    EXPECT_EQ(reboot.text(), "@reboot");
    EXPECT_EQ(parse(" @reboot\t").text(), "@reboot");
    schedule::Cursor cursor(reboot);
    for (const auto at : {Instant::min(), Instant{}, instant("2026-01-01T00:00:00Z"), Instant::max()}) {
        EXPECT_EQ(reboot.next(at), std::nullopt);
        EXPECT_EQ(reboot.previous(at), std::nullopt);
        EXPECT_EQ(cursor.next(at), std::nullopt);
        EXPECT_EQ(cursor.previous(at), std::nullopt);
        EXPECT_FALSE(cursor.next_fire(at).has_value());
    }
}

TEST(Ocps11, nicknames_print_as_something_that_parses_to_the_same) {
    for (const auto *nickname : {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}) {
        SCOPED_TRACE(nickname);
        const auto once = parse(nickname);
        const auto twice = parse(once.text());
        EXPECT_EQ(twice.text(), once.text());
        EXPECT_EQ(fires(twice, "2026-02-27T12:00:00Z", 30), fires(once, "2026-02-27T12:00:00Z", 30));
    }
}

} // namespace
} // namespace schedule_test
