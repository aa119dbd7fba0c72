// What a preview says that daylight saving did to a fire.
#include <gtest/gtest.h>

#include "schedule/cursor.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstGap;
using schedule::DstOverlap;

// "2026-03-08T03:00:00-04:00 moved", one for each of the next fires.
std::vector<std::string> marked(const std::string &text, const std::string &after, std::size_t count,
                                DstGap gap = DstGap::run_after, DstOverlap overlap = DstOverlap::first) {
    auto options = in_zone("America/New_York");
    options.dst_gap = gap;
    options.dst_overlap = overlap;
    const auto schedule = parse(text, options);
    schedule::Cursor cursor(schedule);
    std::vector<std::string> result;
    auto at = instant(after);
    while (result.size() < count) {
        const auto fire = cursor.next_fire(at);
        if (!fire) break;
        at = fire->at;
        EXPECT_EQ(fire->offset, schedule.zone().offset_at(at));
        result.push_back(show(at, schedule.zone()) + (fire->moved ? " moved" : "") +
                         (fire->skipped_before ? " skipped-before" : "") + (fire->twin ? " twin" : ""));
    }
    return result;
}

using Marked = std::vector<std::string>;

TEST(Marks, say_that_a_fire_was_moved_out_of_a_gap) {
    EXPECT_EQ(marked("30 2 * * *", "2026-03-07T00:00:00Z", 3),
              (Marked{"2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00 moved", "2026-03-09T02:30:00-04:00"}));
    EXPECT_EQ(marked("0 3 * * *", "2026-03-08T00:00:00Z", 1), (Marked{"2026-03-08T03:00:00-04:00"}));
}

TEST(Marks, say_that_one_was_skipped_before) {
    EXPECT_EQ(
        marked("30 2 * * *", "2026-03-07T00:00:00Z", 3, DstGap::skip),
        (Marked{"2026-03-07T02:30:00-05:00", "2026-03-09T02:30:00-04:00 skipped-before", "2026-03-10T02:30:00-04:00"}));
    EXPECT_EQ(
        marked("0 */2 * * *", "2026-03-08T04:30:00Z", 3),
        (Marked{"2026-03-08T00:00:00-05:00", "2026-03-08T04:00:00-04:00 skipped-before", "2026-03-08T06:00:00-04:00"}));
    EXPECT_EQ(marked("15 */3 * * *", "2026-03-08T04:30:00Z", 2),
              (Marked{"2026-03-08T00:15:00-05:00", "2026-03-08T03:15:00-04:00"}));
}

TEST(Marks, do_not_look_back_beyond_the_start) {
    auto options = in_zone("America/New_York");
    options.dst_gap = DstGap::skip;
    options.start_at = instant("2026-03-08T03:00:00-04:00");
    const auto schedule = parse("30 2 * * *", options);
    const auto fire = schedule::Cursor(schedule).next_fire(instant("2026-01-01T00:00:00Z"));
    if (!fire) FAIL() << "no fire";
    EXPECT_EQ(fire->at, instant("2026-03-09T02:30:00-04:00"));
    EXPECT_FALSE(fire->skipped_before);
}

TEST(Marks, say_that_the_twin_was_removed) {
    EXPECT_EQ(marked("30 1 * * *", "2026-10-31T00:00:00Z", 3),
              (Marked{"2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00 twin", "2026-11-02T01:30:00-05:00"}));
    EXPECT_EQ(marked("30 1 * * *", "2026-10-31T00:00:00Z", 3, DstGap::run_after, DstOverlap::last),
              (Marked{"2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-05:00 twin", "2026-11-02T01:30:00-05:00"}));
    EXPECT_EQ(marked("30 1 * * *", "2026-11-01T00:00:00Z", 2, DstGap::run_after, DstOverlap::both),
              (Marked{"2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"}));
    EXPECT_EQ(marked("30 * * * *", "2026-11-01T05:00:00Z", 2),
              (Marked{"2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"}));
}

TEST(Marks, elapsed_intervals_have_none) {
    EXPECT_EQ(marked("@every 1h", "2026-03-08T06:30:00Z", 2),
              (Marked{"2026-03-08T03:00:00-04:00", "2026-03-08T04:00:00-04:00"}));
}

TEST(Marks, end_with_the_fires) {
    EXPECT_EQ(marked("@manual", "2026-01-01T00:00:00Z", 1), Marked{});
}

} // namespace
} // namespace schedule_test
