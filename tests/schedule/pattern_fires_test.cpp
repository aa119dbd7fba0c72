// When patterns fire, apart from daylight saving: fields, steps, names, the two day fields, rare days.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

TEST(PatternFires, follow_minute_and_hour) {
    check({
        {"every minute",
         "UTC",
         "* * * * *",
         "2026-01-01T23:58:30Z",
         {"2026-01-01T23:59:00+00:00", "2026-01-02T00:00:00+00:00", "2026-01-02T00:01:00+00:00"}},
        {"strictly after", "UTC", "* * * * *", "2026-01-01T00:00:00Z", {"2026-01-01T00:01:00+00:00"}},
        {"a microsecond before is before",
         "UTC",
         "* * * * *",
         "2025-12-31T23:59:59.999999Z",
         {"2026-01-01T00:00:00+00:00"}},
        {"a step starts at the range's beginning",
         "UTC",
         "5-59/15 9 * * *",
         "2026-03-10T00:00:00Z",
         {"2026-03-10T09:05:00+00:00", "2026-03-10T09:20:00+00:00", "2026-03-10T09:35:00+00:00",
          "2026-03-10T09:50:00+00:00", "2026-03-11T09:05:00+00:00"}},
        {"a step that does not divide the hour begins anew with it",
         "UTC",
         "*/25 * * * *",
         "2026-03-10T00:00:00Z",
         {"2026-03-10T00:25:00+00:00", "2026-03-10T00:50:00+00:00", "2026-03-10T01:00:00+00:00"}},
        {"a list",
         "UTC",
         "0,30 8,17 * * *",
         "2026-03-10T08:00:00Z",
         {"2026-03-10T08:30:00+00:00", "2026-03-10T17:00:00+00:00", "2026-03-10T17:30:00+00:00",
          "2026-03-11T08:00:00+00:00"}},
        {"the last minute of the year", "UTC", "59 23 31 12 *", "2026-12-31T23:59:00Z", {"2027-12-31T23:59:00+00:00"}},
    });
}

TEST(PatternFires, follow_names_in_any_case_and_both_sundays) {
    check({
        {"month and weekday by name",
         "UTC",
         "30 8 * jan Mon",
         "2025-01-06T08:30:00Z",
         {"2025-01-13T08:30:00+00:00", "2025-01-20T08:30:00+00:00", "2025-01-27T08:30:00+00:00",
          "2026-01-05T08:30:00+00:00"}},
        {"Sunday is 0", "UTC", "0 0 * * 0", "2026-03-01T00:00:00Z", {"2026-03-08T00:00:00+00:00"}},
        {"Sunday is 7", "UTC", "0 0 * * 7", "2026-03-01T00:00:00Z", {"2026-03-08T00:00:00+00:00"}},
        {"Friday to Sunday",
         "UTC",
         "0 0 * * FRI-7",
         "2026-03-05T00:00:00Z",
         {"2026-03-06T00:00:00+00:00", "2026-03-07T00:00:00+00:00", "2026-03-08T00:00:00+00:00",
          "2026-03-13T00:00:00+00:00"}},
        {"weekdays",
         "UTC",
         "0 9 * * MON-FRI",
         "2026-03-05T12:00:00Z",
         {"2026-03-06T09:00:00+00:00", "2026-03-09T09:00:00+00:00"}},
    });
}

TEST(PatternFires, on_either_day_field_when_both_are_restricted) {
    check({
        {"the 1st or a Monday",
         "UTC",
         "0 12 1 * MON",
         "2025-09-30T12:00:00Z",
         {"2025-10-01T12:00:00+00:00", "2025-10-06T12:00:00+00:00", "2025-10-13T12:00:00+00:00"}},
        {"a full range is still restricted",
         "UTC",
         "0 12 1-31 * MON",
         "2025-10-05T12:00:00Z",
         {"2025-10-06T12:00:00+00:00", "2025-10-07T12:00:00+00:00"}},
        {"a star inside a list does not begin it",
         "UTC",
         "0 12 1,* * MON",
         "2025-10-05T12:00:00Z",
         {"2025-10-06T12:00:00+00:00", "2025-10-07T12:00:00+00:00"}},
        {"an impossible day leaves the weekday",
         "UTC",
         "0 0 31 2 MON",
         "2026-01-31T00:00:00Z",
         {"2026-02-02T00:00:00+00:00", "2026-02-09T00:00:00+00:00"}},
    });
}

TEST(PatternFires, on_both_day_fields_when_one_begins_with_a_star) {
    check({
        {"a plain star", "UTC", "0 12 * * MON", "2025-10-06T12:00:00Z", {"2025-10-13T12:00:00+00:00"}},
        {"a stepped day of month and a weekday",
         "UTC",
         "0 0 */2 * MON",
         "2026-03-01T00:00:00Z",
         {"2026-03-09T00:00:00+00:00", "2026-03-23T00:00:00+00:00", "2026-04-13T00:00:00+00:00"}},
        {"a day of month and a stepped weekday",
         "UTC",
         "0 0 13 * */5",
         "2026-01-01T00:00:00Z",
         {"2026-02-13T00:00:00+00:00", "2026-03-13T00:00:00+00:00", "2026-09-13T00:00:00+00:00"}},
        {"a list that begins with a star",
         "UTC",
         "0 0 */10,2 * TUE",
         "2026-06-01T00:00:00Z",
         {"2026-06-02T00:00:00+00:00", "2026-07-21T00:00:00+00:00", "2026-08-11T00:00:00+00:00"}},
    });
}

TEST(PatternFires, on_rare_days) {
    check({
        {"months without a 31st are left out",
         "UTC",
         "0 0 31 * *",
         "2026-01-31T00:00:00Z",
         {"2026-03-31T00:00:00+00:00", "2026-05-31T00:00:00+00:00", "2026-07-31T00:00:00+00:00",
          "2026-08-31T00:00:00+00:00"}},
        {"leap days",
         "UTC",
         "0 0 29 2 *",
         "2020-02-29T00:00:00Z",
         {"2024-02-29T00:00:00+00:00", "2028-02-29T00:00:00+00:00"}},
        {"2100 is no leap year", "UTC", "0 0 29 2 *", "2096-02-29T00:00:00Z", {"2104-02-29T00:00:00+00:00"}},
        {"2000 is one", "UTC", "0 0 29 2 *", "1996-02-29T00:00:00Z", {"2000-02-29T00:00:00+00:00"}},
        {"a leap day that is a Sunday",
         "UTC",
         "0 0 29 2 */7",
         "2026-01-01T00:00:00Z",
         {"2032-02-29T00:00:00+00:00", "2060-02-29T00:00:00+00:00", "2088-02-29T00:00:00+00:00",
          "2128-02-29T00:00:00+00:00"}},
    });
}

TEST(PatternFires, from_1970_to_2199_and_no_further) {
    const auto yearly = parse("0 0 1 1 *");
    EXPECT_EQ(fires(yearly, "1901-06-01T00:00:00Z", 2),
              (std::vector<std::string>{"1970-01-01T00:00:00+00:00", "1971-01-01T00:00:00+00:00"}));
    EXPECT_EQ(fires(yearly, "2198-01-01T00:00:00Z", 9), (std::vector<std::string>{"2199-01-01T00:00:00+00:00"}));
    EXPECT_EQ(yearly.next(schedule::Instant::min()), schedule::Instant{});
    EXPECT_EQ(yearly.next(schedule::Instant::max()), std::nullopt);
    EXPECT_EQ(yearly.previous(schedule::Instant::min()), std::nullopt);
    EXPECT_EQ(yearly.previous(schedule::Instant::max()), instant("2199-01-01T00:00:00Z"));
    EXPECT_EQ(parse("* * * * *").previous(schedule::Instant::max()), instant("2199-12-31T23:59:00Z"));
    EXPECT_EQ(parse("0 0 29 2 *").next(instant("2196-02-29T00:00:00Z")), std::nullopt);
}

} // namespace
} // namespace schedule_test
