// `@at`: one moment.
#include <gtest/gtest.h>

#include "schedule/cursor.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstOverlap;

TEST(Moment, with_an_offset_is_an_instant_whatever_the_zone) {
    const std::vector<std::pair<std::string, std::string>> moments{
        {"@at 2026-12-24T18:00:00Z", "2026-12-24T18:00:00Z"},
        {"@at 2026-12-24T18:00Z", "2026-12-24T18:00:00Z"},
        {"@at 2026-12-24t18:00z", "2026-12-24T18:00:00Z"},
        {"@at 2026-12-24T18:00:00+01:00", "2026-12-24T17:00:00Z"},
        {"@at 2026-12-24T18:00:00-09:30", "2026-12-25T03:30:00Z"},
        {"@at 2026-12-24T18:00:00.5Z", "2026-12-24T18:00:00.500000Z"},
        {"  @at\t2026-12-24T18:00:00.000001Z ", "2026-12-24T18:00:00.000001Z"},
        {"@at 1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {"@at 2199-12-31T23:59:59.999999Z", "2199-12-31T23:59:59.999999Z"},
    };
    for (const auto &[text, expected] : moments) {
        SCOPED_TRACE(text);
        const auto schedule = parse(text, in_zone("America/New_York"));
        EXPECT_EQ(schedule.text(), "@at " + expected);
        EXPECT_EQ(parse(schedule.text()).text(), schedule.text());
        EXPECT_EQ(schedule.next(schedule::Instant::min()), instant(expected));
        EXPECT_EQ(schedule.next(instant(expected)), std::nullopt);
        EXPECT_EQ(schedule.previous(instant(expected)), instant(expected));
        EXPECT_EQ(schedule.previous(instant(expected) - schedule::Duration{1}), std::nullopt);
    }
}

TEST(Moment, without_offset_is_local_to_the_zone) {
    check({
        {"in winter", "Europe/Lisbon", "@at 2026-12-24T18:00", "2026-01-01T00:00:00Z", {"2026-12-24T18:00:00+00:00"}},
        {"in summer", "Europe/Lisbon", "@at 2026-06-24T18:00", "2026-01-01T00:00:00Z", {"2026-06-24T18:00:00+01:00"}},
        {"in a gap", "Europe/Lisbon", "@at 2026-03-29T01:30", "2026-01-01T00:00:00Z", {"2026-03-29T02:00:00+01:00"}},
        {"on the missing day",
         "Pacific/Apia",
         "@at 2011-12-30T12:00",
         "2011-01-01T00:00:00Z",
         {"2011-12-31T00:00:00+14:00"}},
        {"twice: the first",
         "Europe/Lisbon",
         "@at 2026-10-25T01:30",
         "2026-01-01T00:00:00Z",
         {"2026-10-25T01:30:00+01:00"}},
        {"twice: the last",
         "Europe/Lisbon",
         "@at 2026-10-25T01:30",
         "2026-01-01T00:00:00Z",
         {"2026-10-25T01:30:00+00:00"},
         schedule::DstGap::run_after,
         DstOverlap::last},
        {"twice: both",
         "Europe/Lisbon",
         "@at 2026-10-25T01:30",
         "2026-01-01T00:00:00Z",
         {"2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"},
         schedule::DstGap::run_after,
         DstOverlap::both},
    });
    const auto local = parse("@at 2026-12-24T18:00", in_zone("Europe/Lisbon"));
    EXPECT_EQ(local.text(), "@at 2026-12-24T18:00:00");
    EXPECT_EQ(local.next(instant("2026-12-24T18:00:00Z")), std::nullopt);
}

schedule::Fire only_fire(const std::string &text, DstOverlap overlap) {
    auto options = in_zone("Europe/Lisbon");
    options.dst_overlap = overlap;
    const auto schedule = parse(text, options);
    const auto fire = schedule::Cursor(schedule).next_fire(instant("2026-01-01T00:00:00Z"));
    if (!fire) throw std::runtime_error(text + " does not fire");
    return *fire;
}

TEST(Moment, tells_what_daylight_saving_did_to_it) {
    EXPECT_TRUE(only_fire("@at 2026-03-29T01:30", DstOverlap::first).moved);
    EXPECT_FALSE(only_fire("@at 2026-03-29T02:30", DstOverlap::first).moved);
    EXPECT_TRUE(only_fire("@at 2026-10-25T01:30", DstOverlap::first).twin);
    EXPECT_TRUE(only_fire("@at 2026-10-25T01:30", DstOverlap::last).twin);
    EXPECT_FALSE(only_fire("@at 2026-10-25T01:30", DstOverlap::both).twin);
}

} // namespace
} // namespace schedule_test
