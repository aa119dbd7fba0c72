// `@every` from a day on: units of the calendar, at local midnight.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstGap;
using schedule::DstOverlap;

TEST(CalendarInterval, begins_its_units_at_local_midnight) {
    check({
        {"each day",
         "America/New_York",
         "@every 1d",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00"}},
        {"each second day since 1970-01-01",
         "UTC",
         "@every 2d",
         "1970-01-01T00:00:00Z",
         {"1970-01-03T00:00:00+00:00", "1970-01-05T00:00:00+00:00"}},
        {"each Monday",
         "Europe/Lisbon",
         "@every 1w",
         "2026-03-24T00:00:00Z",
         {"2026-03-30T00:00:00+01:00", "2026-04-06T00:00:00+01:00"}},
        {"each second Monday since 1970-01-05",
         "UTC",
         "@every 2w",
         "1969-12-01T00:00:00Z",
         {"1970-01-05T00:00:00+00:00", "1970-01-19T00:00:00+00:00"}},
        {"each month",
         "Asia/Kolkata",
         "@every 1mo",
         "2026-01-31T00:00:00Z",
         {"2026-02-01T00:00:00+05:30", "2026-03-01T00:00:00+05:30"}},
        {"each quarter",
         "UTC",
         "@every 3mo",
         "2026-02-01T00:00:00Z",
         {"2026-04-01T00:00:00+00:00", "2026-07-01T00:00:00+00:00"}},
        {"each century", "UTC", "@every 1200mo", "1970-01-01T00:00:00Z", {"2070-01-01T00:00:00+00:00"}},
        {"the longest in days", "UTC", "@every 366d", "1970-01-01T00:00:00Z", {"1971-01-02T00:00:00+00:00"}},
    });
}

TEST(CalendarInterval, treats_a_missing_or_repeated_midnight_as_a_fixed_time) {
    check({
        {"Cairo has no midnight",
         "Africa/Cairo",
         "@every 1d",
         "2024-04-25T00:00:00Z",
         {"2024-04-26T01:00:00+03:00", "2024-04-27T00:00:00+03:00"}},
        {"and it is skipped",
         "Africa/Cairo",
         "@every 1d",
         "2024-04-25T00:00:00Z",
         {"2024-04-27T00:00:00+03:00"},
         DstGap::skip},
        {"Apia has no such day",
         "Pacific/Apia",
         "@every 1d",
         "2011-12-29T11:00:00Z",
         {"2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00"}},
        {"Havana's midnight comes twice: the first",
         "America/Havana",
         "@every 1d",
         "2024-11-02T12:00:00Z",
         {"2024-11-03T00:00:00-04:00", "2024-11-04T00:00:00-05:00"}},
        {"the last",
         "America/Havana",
         "@every 1d",
         "2024-11-02T12:00:00Z",
         {"2024-11-03T00:00:00-05:00", "2024-11-04T00:00:00-05:00"},
         DstGap::run_after,
         DstOverlap::last},
        {"both",
         "America/Havana",
         "@every 1d",
         "2024-11-02T12:00:00Z",
         {"2024-11-03T00:00:00-04:00", "2024-11-03T00:00:00-05:00", "2024-11-04T00:00:00-05:00"},
         DstGap::run_after,
         DstOverlap::both},
    });
}

TEST(CalendarInterval, ends_with_the_range_of_time) {
    EXPECT_EQ(parse("@every 1mo").next(instant("2199-12-01T00:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("@every 1200mo").next(instant("2070-01-01T00:00:00Z")), instant("2170-01-01T00:00:00Z"));
    EXPECT_EQ(parse("@every 1200mo").next(instant("2170-01-01T00:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("@every 1w").previous(instant("1970-01-04T00:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("@every 1d", in_zone("Asia/Kolkata")).next(instant("1960-01-01T00:00:00Z")),
              instant("1970-01-02T00:00:00+05:30"));
}

TEST(CalendarInterval, has_a_canonical_spelling_that_is_a_fixpoint) {
    for (const std::string text :
         {"@every 1d", "@every 366d", "@every 2w", "@every 52w", "@every 3mo", "@every 1200mo"}) {
        EXPECT_EQ(parse(text).text(), text);
    }
    EXPECT_EQ(parse("@every  007d ").text(), "@every 7d");
}

} // namespace
} // namespace schedule_test
