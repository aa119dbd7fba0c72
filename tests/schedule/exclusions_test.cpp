// Calendars: days on which nothing fires.
#include <gtest/gtest.h>

#include "schedule/exclusions.h"
#include "support.h"

namespace schedule_test {
namespace {

schedule::DayRange days(const std::string &first, const std::string &last) {
    const auto day = [](const std::string &text) {
        return date::floor<date::days>(schedule::LocalTime{instant(text + "T00:00:00Z").time_since_epoch()});
    };
    return {day(first), day(last)};
}

schedule::Exclusions calendar(std::vector<schedule::DayRange> ranges) {
    return schedule::Exclusions(
        {std::make_shared<schedule::Calendar>(schedule::Calendar{"holidays", std::move(ranges)})});
}

std::vector<std::string> allowed(const schedule::Schedule &schedule, const schedule::Exclusions &exclusions,
                                 const std::string &after, int count) {
    std::vector<std::string> result;
    auto at = instant(after);
    while (count-- > 0) {
        const auto fire = schedule::next_allowed(schedule, exclusions, at);
        if (!fire) break;
        result.push_back(show(*fire, schedule.zone()));
        at = *fire;
    }
    return result;
}

TEST(Exclusions, leave_out_whole_local_days) {
    const auto lisbon = parse("0 9 * * *", in_zone("Europe/Lisbon"));
    EXPECT_EQ(allowed(lisbon, calendar({days("2026-12-24", "2026-12-26"), days("2026-12-28", "2026-12-28")}),
                      "2026-12-22T12:00:00Z", 3),
              (std::vector<std::string>{"2026-12-23T09:00:00+00:00", "2026-12-27T09:00:00+00:00",
                                        "2026-12-29T09:00:00+00:00"}));
}

TEST(Exclusions, count_the_days_of_the_schedules_zone) {
    // 20:00 UTC on the 24th is the 25th in Kolkata.
    const auto kolkata = parse("30 1 * * *", in_zone("Asia/Kolkata"));
    EXPECT_EQ(allowed(kolkata, calendar({days("2026-12-25", "2026-12-25")}), "2026-12-23T20:00:00Z", 2),
              (std::vector<std::string>{"2026-12-26T01:30:00+05:30", "2026-12-27T01:30:00+05:30"}));
}

TEST(Exclusions, may_leave_nothing) {
    const auto once = parse("@at 2026-12-25T09:00:00Z");
    EXPECT_EQ(schedule::next_allowed(once, calendar({days("2026-12-25", "2026-12-25")}), schedule::Instant::min()),
              std::nullopt);
}

TEST(Exclusions, of_several_calendars_add_up) {
    const auto make = [](const char *name, schedule::DayRange range) {
        return std::make_shared<schedule::Calendar>(schedule::Calendar{name, {range}});
    };
    const schedule::Exclusions both(
        {make("a", days("2026-01-02", "2026-01-03")), make("b", days("2026-01-03", "2026-01-05"))});
    EXPECT_EQ(allowed(parse("0 0 * * *"), both, "2025-12-31T12:00:00Z", 2),
              (std::vector<std::string>{"2026-01-01T00:00:00+00:00", "2026-01-06T00:00:00+00:00"}));
    EXPECT_EQ(both.find(days("2026-01-05", "2026-01-05").first).calendar->name, "b");
}

TEST(Exclusions, a_year_of_excluded_seconds_is_passed_over_at_once) {
    const auto each_second = parse("* * * * * *");
    const auto year = calendar({days("2026-01-01", "2026-12-31")});
    EXPECT_EQ(schedule::next_allowed(each_second, year, instant("2026-01-01T00:00:00Z")),
              instant("2027-01-01T00:00:00Z"));
    EXPECT_EQ(schedule::previous_allowed(each_second, year, instant("2026-12-31T00:00:00Z")),
              instant("2025-12-31T23:59:59Z"));
}

TEST(Exclusions, tell_the_first_excluded_fire_of_a_stretch) {
    const auto weekly = parse("0 12 * * MON");
    const auto some = calendar({days("2026-01-06", "2026-01-11"), days("2026-01-19", "2026-01-20")});
    EXPECT_EQ(schedule::first_excluded(weekly, some, instant("2026-01-05T12:00:00Z"), instant("2026-02-01T00:00:00Z")),
              instant("2026-01-19T12:00:00Z"));
    EXPECT_EQ(schedule::first_excluded(weekly, some, instant("2026-01-05T12:00:00Z"), instant("2026-01-18T00:00:00Z")),
              std::nullopt);
}

TEST(Exclusions, end_at_the_midnight_that_does_not_exist) {
    // Cairo's clocks went from 24 April 2026, 00:00 to 01:00: the day after the 23rd begins with its second hour.
    const auto cairo = parse("0 * * * *", in_zone("Africa/Cairo"));
    EXPECT_EQ(allowed(cairo, calendar({days("2026-04-23", "2026-04-23")}), "2026-04-22T22:30:00Z", 2),
              (std::vector<std::string>{"2026-04-24T01:00:00+03:00", "2026-04-24T02:00:00+03:00"}));
}

} // namespace
} // namespace schedule_test
