// What a gap and a repeated hour do, in the zone that everybody knows: New York. On 2026-03-08 the clock goes from
// 02:00 to 03:00, on 2026-11-01 from 02:00 back to 01:00.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstGap;
using schedule::DstOverlap;

const std::string new_york = "America/New_York";

TEST(DaylightSaving, moves_a_fixed_time_in_the_gap_to_right_after_it) {
    check({
        {"one time",
         new_york,
         "30 2 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"}},
        {"the first time of the gap",
         new_york,
         "0 2 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00"}},
        {"the last time before the gap stays",
         new_york,
         "59 1 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T01:59:00-05:00", "2026-03-09T01:59:00-04:00"}},
        {"the first time after the gap stays",
         new_york,
         "0 3 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-09T03:00:00-04:00"}},
        {"several times in one gap are one fire",
         new_york,
         "0,15,30,45 2 * * *",
         "2026-03-08T00:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00", "2026-03-09T02:15:00-04:00"}},
        {"a moved one on a regular one is one fire",
         new_york,
         "0,30 2,3 * * *",
         "2026-03-08T00:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:00:00-04:00"}},
        {"on that date only",
         new_york,
         "30 2 8 3 *",
         "2026-01-01T00:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2027-03-08T02:30:00-05:00"}},
    });
}

TEST(DaylightSaving, skips_a_fixed_time_in_the_gap_when_asked_to) {
    check({
        {"one time",
         new_york,
         "30 2 * * *",
         "2026-03-07T12:00:00Z",
         {"2026-03-09T02:30:00-04:00", "2026-03-10T02:30:00-04:00"},
         DstGap::skip},
        {"the regular one stays",
         new_york,
         "0,30 2,3 * * *",
         "2026-03-08T00:00:00Z",
         {"2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:00:00-04:00"},
         DstGap::skip},
        {"on that date only",
         new_york,
         "30 2 8 3 *",
         "2026-01-01T00:00:00Z",
         {"2027-03-08T02:30:00-05:00"},
         DstGap::skip},
    });
}

TEST(DaylightSaving, runs_a_fixed_time_in_the_repeated_hour_as_chosen) {
    check({
        {"the first",
         new_york,
         "30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"}},
        {"the last",
         new_york,
         "30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:30:00-05:00", "2026-11-02T01:30:00-05:00"},
         DstGap::run_after,
         DstOverlap::last},
        {"both",
         new_york,
         "30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", "2026-11-02T01:30:00-05:00"},
         DstGap::run_after,
         DstOverlap::both},
        {"the first, asked between the two",
         new_york,
         "30 1 * * *",
         "2026-11-01T05:45:00Z",
         {"2026-11-02T01:30:00-05:00"}},
        {"the last, asked between the two",
         new_york,
         "30 1 * * *",
         "2026-11-01T05:45:00Z",
         {"2026-11-01T01:30:00-05:00", "2026-11-02T01:30:00-05:00"},
         DstGap::run_after,
         DstOverlap::last},
        {"the hour's first time",
         new_york,
         "0 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:00:00-04:00", "2026-11-02T01:00:00-05:00"}},
        {"the time at which the clock goes back comes once",
         new_york,
         "0 2 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T02:00:00-05:00", "2026-11-02T02:00:00-05:00"},
         DstGap::run_after,
         DstOverlap::both},
        {"a list of fixed times",
         new_york,
         "0,30 1 * * *",
         "2026-10-31T12:00:00Z",
         {"2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:00:00-05:00"}},
    });
}

TEST(DaylightSaving, finds_a_rare_fire_from_within_the_repeated_hour) {
    auto options = in_zone(new_york);
    options.dst_overlap = DstOverlap::both;
    const auto once_a_year = parse("30 1 1 11 *", options);
    const auto first = instant("2026-11-01T01:30:00-04:00");
    const auto last = instant("2026-11-01T01:30:00-05:00");
    EXPECT_EQ(once_a_year.next(instant("2026-11-01T01:10:00-04:00")), first);
    EXPECT_EQ(once_a_year.next(instant("2026-11-01T01:45:00-04:00")), last);
    EXPECT_EQ(once_a_year.previous(instant("2026-11-01T01:45:00-05:00")), last);
    EXPECT_EQ(once_a_year.previous(instant("2026-11-01T01:10:00-05:00")), first);
    EXPECT_EQ(once_a_year.previous(instant("2026-11-01T01:10:00-04:00")), instant("2025-11-01T01:30:00-04:00"));
}

TEST(DaylightSaving, lets_a_wildcard_follow_elapsed_time) {
    check({
        {"every half hour through the repeated hour",
         new_york,
         "*/30 * * * *",
         "2026-11-01T04:59:00Z",
         {"2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-05:00",
          "2026-11-01T01:30:00-05:00", "2026-11-01T02:00:00-05:00"}},
        {"a wildcard hour through the repeated hour",
         new_york,
         "30 * * * *",
         "2026-11-01T04:00:00Z",
         {"2026-11-01T00:30:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00",
          "2026-11-01T02:30:00-05:00"}},
        {"a wildcard minute in the repeated hour",
         new_york,
         "*/30 1 * * *",
         "2026-11-01T04:00:00Z",
         {"2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-05:00",
          "2026-11-01T01:30:00-05:00", "2026-11-02T01:00:00-05:00"}},
        {"the choice for fixed times does not touch it",
         new_york,
         "30 * * * *",
         "2026-11-01T05:00:00Z",
         {"2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"},
         DstGap::skip,
         DstOverlap::last},
        {"every half hour through the gap",
         new_york,
         "*/30 * * * *",
         "2026-03-08T06:00:00Z",
         {"2026-03-08T01:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00"}},
        {"a wildcard hour with a step loses the gap's",
         new_york,
         "0 */2 * * *",
         "2026-03-08T04:59:00Z",
         {"2026-03-08T00:00:00-05:00", "2026-03-08T04:00:00-04:00"}},
        {"a wildcard minute in the gap's hour loses the day",
         new_york,
         "*/30 2 * * *",
         "2026-03-08T05:00:00Z",
         {"2026-03-09T02:00:00-04:00", "2026-03-09T02:30:00-04:00"}},
    });
}

} // namespace
} // namespace schedule_test
