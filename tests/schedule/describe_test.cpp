// Schedules as sentences.
#include <gtest/gtest.h>

#include "schedule/describe.h"
#include "support.h"

namespace schedule_test {
namespace {

struct Sentence {
    const char *schedule;
    const char *zone;
    const char *expected;
};

const std::vector<Sentence> sentences{
    {"*/5 9-17 * * MON-FRI", "UTC", "every 5 minutes from 09:00 to 17:59, Monday to Friday"},
    {"0 9 * * 1-5", "Europe/Lisbon", "at 09:00, Monday to Friday, Europe/Lisbon time"},
    {"* * * * *", "UTC", "every minute"},
    {"0 * * * *", "UTC", "every hour, on the hour"},
    {"30 * * * *", "UTC", "at minute 30 of every hour"},
    {"15,45 * * * *", "UTC", "at minutes 15 and 45 of every hour"},
    {"*/7 3-9 * * *", "UTC", "at minutes 0, 7 and so on up to 56 of the hours 3 to 9"},
    {"0 */2 * * *", "UTC", "every 2 hours, on the hour"},
    {"30 */2 * * *", "UTC", "at minute 30 of every 2nd hour"},
    {"0 9-17 * * *", "UTC", "every hour from 09:00 to 17:00"},
    {"* 9 * * *", "UTC", "every minute from 09:00 to 09:59"},
    {"*/10 8,20 * * *", "UTC", "every 10 minutes in the hours 8 and 20"},
    {"0 0 * * *", "UTC", "at 00:00 every day"},
    {"30 9,17 * * *", "UTC", "at 09:30 and 17:30 every day"},
    {"0,30 8-10 * * *", "UTC", "at 08:00, 08:30, 09:00, 09:30, 10:00 and 10:30 every day"},
    {"0 12 * * 1", "UTC", "at 12:00, on Mondays"},
    {"0 12 * * 1,3,5", "UTC", "at 12:00, Monday, Wednesday and Friday"},
    {"0 12 * * 0,6", "UTC", "at 12:00, on Sunday and Saturday"},
    {"0 0 1 * *", "UTC", "at 00:00, on day 1 of the month"},
    {"0 0 1,15 * *", "UTC", "at 00:00, on days 1 and 15 of the month"},
    {"0 0 1-7 * +MON", "UTC", "at 00:00, on days 1 to 7 of the month if it is one of Mondays"},
    {"0 12 1,15 * 5", "UTC", "at 12:00, on days 1 and 15 of the month or on Fridays"},
    {"0 0 L * *", "UTC", "at 00:00, on the last day of the month"},
    {"0 0 LW * *", "UTC", "at 00:00, on the last weekday of the month"},
    {"0 0 15W * *", "UTC", "at 00:00, on the weekday nearest to day 15 of the month"},
    {"15 10 * * 1#1", "UTC", "at 10:15, on the first Monday of the month"},
    {"15 10 * * FRI#L", "UTC", "at 10:15, on the last Friday of the month"},
    {"0 0 1 1 *", "UTC", "at 00:00, on day 1 of the month, in January"},
    {"0 0 29 2 *", "Asia/Kolkata", "at 00:00, on day 29 of the month, in February, Asia/Kolkata time"},
    {"0 9 * 3-5,12 *", "UTC", "at 09:00, in March to May and December"},
    {"* * * * * *", "UTC", "every second"},
    {"*/15 * * * * *", "UTC", "every 15 seconds"},
    {"30 * * * * *", "UTC", "at second 30 of every minute"},
    {"15 30 9 * * *", "UTC", "at 09:30:15 every day"},
    {"*/10 30 9 * * *", "UTC", "every 10 seconds of minute 30 of the hour 9"},
    {"0 0 12 1 1 * 2026-2030", "UTC", "at 12:00, on day 1 of the month, in January, in 2026 to 2030"},
    {"@hourly", "UTC", "every hour, on the hour"},
    {"@every 90s", "UTC", "every 90 seconds"},
    {"@every 1h30m", "UTC", "every 1 hour 30 minutes"},
    {"@every 1h/5m", "UTC", "every 1 hour, shifted by 5 minutes"},
    {"@every 2h from completion", "UTC", "2 hours after each completion"},
    {"@every 1d", "Europe/Lisbon", "every day at midnight, Europe/Lisbon time"},
    {"@every 2w", "UTC", "every 2 weeks on Monday at midnight"},
    {"@every 3mo", "UTC", "every 3 months on day 1 at midnight"},
    {"@at 2026-12-24T18:00:00Z", "UTC", "once, at 2026-12-24 18:00 UTC"},
    {"@at 2026-12-24T18:00", "Europe/Lisbon", "once, at 2026-12-24 18:00, Europe/Lisbon time"},
    {"@at 2026-12-24T18:00", "UTC", "once, at 2026-12-24 18:00 UTC"},
    {"@manual", "UTC", "only when somebody asks for it"},
    {"@reboot", "UTC", "once each time an instance starts"},
};

TEST(Describe, says_in_plain_english_when_a_schedule_fires) {
    for (const auto &[text, zone, expected] : sentences) {
        SCOPED_TRACE(text);
        EXPECT_EQ(schedule::describe(parse(text, in_zone(zone))), expected);
    }
}

TEST(Describe, an_interval_from_the_start_names_the_start) {
    auto options = in_zone("Asia/Kolkata");
    options.start_at = instant("2026-01-01T00:00:00Z");
    EXPECT_EQ(schedule::describe(parse("@every 90m from start", options)),
              "every 1 hour 30 minutes, counted from 2026-01-01 05:30 +05:30");
}

} // namespace
} // namespace schedule_test
