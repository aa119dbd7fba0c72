// start_at is inclusive, end_at exclusive, for every kind of schedule; @manual never fires.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

TEST(Bounds, hold_for_every_kind_of_schedule) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00Z");
    options.end_at = instant("2026-01-03T00:00:00Z");
    for (const std::string text : {"0 0 * * *", "@every 24h", "@every 1d", "@every 24h from start"}) {
        SCOPED_TRACE(text);
        const auto bounded = parse(text, options);
        EXPECT_EQ(fires(bounded, "2020-01-01T00:00:00Z", 9),
                  (std::vector<std::string>{"2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00"}));
        EXPECT_EQ(bounded.next(instant("2026-01-02T00:00:00Z")), std::nullopt);
        EXPECT_EQ(bounded.next(instant("2030-01-02T00:00:00Z")), std::nullopt);
        EXPECT_EQ(bounded.previous(instant("2030-01-02T00:00:00Z")), instant("2026-01-02T00:00:00Z"));
        EXPECT_EQ(bounded.previous(instant("2026-01-01T00:00:00Z")), instant("2026-01-01T00:00:00Z"));
        EXPECT_EQ(bounded.previous(instant("2025-12-31T23:59:59Z")), std::nullopt);
    }
}

TEST(Bounds, cut_off_a_moment) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00Z");
    options.end_at = instant("2026-01-03T00:00:00Z");
    EXPECT_EQ(parse("@at 2025-12-31T23:59:59Z", options).next(schedule::Instant::min()), std::nullopt);
    EXPECT_EQ(parse("@at 2026-01-01T00:00:00Z", options).next(schedule::Instant::min()), options.start_at);
    EXPECT_EQ(parse("@at 2026-01-03T00:00:00Z", options).next(schedule::Instant::min()), std::nullopt);
    EXPECT_EQ(parse("@at 2026-01-03T00:00:00Z", options).previous(schedule::Instant::max()), std::nullopt);
}

TEST(Bounds, are_exact_to_the_microsecond) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00.000001Z");
    options.end_at = instant("2026-01-02T00:00:00.000001Z");
    EXPECT_EQ(fires(parse("0 0 * * *", options), "2020-01-01T00:00:00Z", 9),
              (std::vector<std::string>{"2026-01-02T00:00:00+00:00"}));
}

TEST(Bounds, can_leave_nothing) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:01Z");
    options.end_at = instant("2026-01-01T00:00:59Z");
    const auto never = parse("* * * * *", options);
    EXPECT_EQ(never.next(schedule::Instant::min()), std::nullopt);
    EXPECT_EQ(never.previous(schedule::Instant::max()), std::nullopt);
}

TEST(Bounds, may_end_after_the_range_of_time) {
    schedule::ScheduleOptions options;
    options.end_at = schedule::Instant::max();
    EXPECT_EQ(parse("0 0 1 1 *", options).previous(schedule::Instant::max()), instant("2199-01-01T00:00:00Z"));
}

TEST(Bounds, a_manual_schedule_never_fires_by_itself) {
    const auto manual = parse("@manual");
    EXPECT_TRUE(manual.manual());
    EXPECT_FALSE(parse("* * * * *").manual());
    EXPECT_EQ(manual.next(schedule::Instant::min()), std::nullopt);
    EXPECT_EQ(manual.previous(schedule::Instant::max()), std::nullopt);
}

} // namespace
} // namespace schedule_test
