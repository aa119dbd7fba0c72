// "Why not at T?": each reason once, and what stands around the moment.
#include <gtest/gtest.h>

#include "schedule/explain.h"
#include "schedule/moment.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::Why;

schedule::Exclusions holidays(const char *first, const char *last) {
    const auto day = [](const char *text) {
        return date::floor<date::days>(schedule::LocalTime{instant(text).time_since_epoch()});
    };
    auto calendar = std::make_shared<schedule::Calendar>();
    calendar->name = "holidays";
    calendar->days = {{day(first), day(last)}};
    return schedule::Exclusions({calendar});
}

schedule::Explanation explain(const schedule::Schedule &asked, const std::string &at,
                              const schedule::Exclusions &exclusions = {}) {
    return schedule::explain(asked, exclusions, schedule::parse_moment({at, 0}).value());
}

struct Row {
    const char *schedule;
    const char *zone;
    const char *at;
    Why why;
    const char *text;
};

TEST(Explain, says_why_a_schedule_fires_or_not) {
    const std::vector<Row> rows{
        {"0 9 * * 1-5", "UTC", "2026-11-20T09:00:00Z", Why::fires, "it fires then, at 2026-11-20 09:00 UTC"},
        {"0 9 * * 1-5", "UTC", "2026-11-21T09:00:00Z", Why::fields,
         "it is a Saturday, which the day of week 1-5 does not mean"},
        {"30 9 * * *", "UTC", "2026-11-21T09:31:05Z", Why::fields,
         "the second is 5 and not 0, and the minute is 31 and not 30"},
        {"0 9 * * *", "UTC", "2026-11-21T09:00:00.5Z", Why::fields, "patterns fire on whole seconds"},
        {"0 9 1 6 *", "UTC", "2026-07-02T09:00:00Z", Why::fields,
         "the day of month is 2 and not 1, and the month is July and not 6"},
        {"0 9 13 * FRI", "UTC", "2026-11-21T09:00:00Z", Why::fields,
         "the day of month is 21 and not 13, and it is a Saturday, which the day of week 5 does not mean"},
        {"0 0 9 * * * 2027", "UTC", "2026-11-21T09:00:00Z", Why::fields, "the year is 2026 and not 2027"},
        {"0 9 * * *", "Asia/Kolkata", "2026-11-21T09:00:00Z", Why::fields,
         "the minute is 30 and not 0, and the hour is 14 and not 9"},
        {"0 9 * * *", "Asia/Kolkata", "2026-11-21T09:00", Why::fires, "it fires then, at 2026-11-21 09:00 +05:30"},
        {"30 2 * * *", "America/New_York", "2026-03-08T02:30", Why::gap,
         "2026-03-08 02:30 does not exist in zone America/New_York: clocks were set forward past it; it runs right "
         "after, at 2026-03-08 03:00 -04:00"},
        {"*/30 * * * *", "America/New_York", "2026-03-08T02:30", Why::gap,
         "2026-03-08 02:30 does not exist in zone America/New_York: clocks were set forward past it; the schedule "
         "follows elapsed time, so nothing runs for it"},
        {"30 3 * * *", "America/New_York", "2026-03-08T02:30", Why::fields,
         "2026-03-08 02:30 does not exist in zone America/New_York: clocks were set forward past it; it would not fire "
         "either way: the hour is 2 and not 3"},
        {"30 2 * * *", "America/New_York", "2026-03-08T03:00:00-04:00", Why::fires,
         "it fires then, at 2026-03-08 03:00 -04:00, moved out of the gap before it"},
        {"30 1 * * *", "America/New_York", "2026-11-01T01:30:00-05:00", Why::twin,
         "2026-11-01 01:30 comes twice in zone America/New_York, and the job runs only at the other one, at 2026-11-01 "
         "01:30 -04:00"},
        {"30 1 * * *", "America/New_York", "2026-11-01T01:30", Why::fires,
         "it fires then, at 2026-11-01 01:30 -04:00; this local time comes twice, and the other one does not run"},
        {"@every 1mo", "Pacific/Apia", "2011-12-30T00:00", Why::off_grid,
         "2011-12-30 00:00 does not exist in zone Pacific/Apia: clocks were set forward past it; it would not fire "
         "either "
         "way"},
        {"@every 1d", "Africa/Cairo", "2026-04-24T00:00", Why::gap,
         "2026-04-24 00:00 does not exist in zone Africa/Cairo: clocks were set forward past it; it runs right after, "
         "at "
         "2026-04-24 01:00 +03:00"},
        {"@every 90m", "UTC", "2026-01-01T01:00:00Z", Why::off_grid,
         "the moment lies between two fires of the interval"},
        {"@at 2026-01-01T00:00:00Z", "UTC", "2026-01-02T00:00:00Z", Why::off_grid,
         "it fires only once, at another moment"},
        {"@manual", "UTC", "2026-01-02T00:00:00Z", Why::event,
         "it never fires by itself; it runs when somebody asks for it"},
        {"@reboot", "UTC", "2026-01-02T00:00:00Z", Why::event,
         "it fires when an instance starts, at no time of its own"},
        {"@every 1h from completion", "UTC", "2026-01-02T00:00:00Z", Why::event,
         "it fires an interval after each completion, so its times depend on when runs end"},
    };
    for (const auto &[text, zone, at, why, expected] : rows) {
        SCOPED_TRACE(std::string(text) + " at " + at);
        const auto explanation = explain(parse(text, in_zone(zone)), at);
        EXPECT_EQ(explanation.why, why);
        EXPECT_EQ(explanation.text, expected);
    }
}

TEST(Explain, names_the_calendar_and_the_fires_around_it) {
    const auto daily = parse("0 9 * * *", in_zone("Europe/Lisbon"));
    const auto christmas = holidays("2026-12-24T00:00:00Z", "2026-12-26T00:00:00Z");
    const auto explanation = explain(daily, "2026-12-25T09:00", christmas);
    EXPECT_EQ(explanation.why, Why::excluded);
    EXPECT_EQ(explanation.text, "the day is excluded by the calendar holidays");
    EXPECT_EQ(explanation.previous, instant("2026-12-23T09:00:00Z"));
    EXPECT_EQ(explanation.next, instant("2026-12-27T09:00:00Z"));
}

TEST(Explain, names_the_bound) {
    auto options = in_zone("UTC");
    options.start_at = instant("2026-01-01T00:00:00Z");
    options.end_at = instant("2026-02-01T00:00:00Z");
    const auto daily = parse("0 9 * * *", options);
    EXPECT_EQ(explain(daily, "2025-12-31T09:00:00Z").text, "the moment is before its start 2026-01-01 00:00 UTC");
    const auto late = explain(daily, "2026-02-01T09:00:00Z");
    EXPECT_EQ(late.text, "the moment is not before its end 2026-02-01 00:00 UTC");
    EXPECT_EQ(late.why, Why::out_of_bounds);
    EXPECT_EQ(late.previous, instant("2026-01-31T09:00:00Z"));
    EXPECT_EQ(late.next, std::nullopt);
}

TEST(Explain, a_skipped_gap_is_named_as_skipped) {
    auto options = in_zone("America/New_York");
    options.dst_gap = schedule::DstGap::skip;
    const auto explanation = explain(parse("30 2 * * *", options), "2026-03-08T02:30");
    EXPECT_EQ(explanation.why, Why::gap);
    EXPECT_NE(explanation.text.find("the job skips such times"), std::string::npos);
}

} // namespace
} // namespace schedule_test
