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

// The sentence of the refusal; empty when it is taken.
std::string refused(std::string_view text, const schedule::ScheduleOptions &options) {
    const auto parsed = schedule::Schedule::parse(text, options);
    return parsed ? "" : parsed.error().text;
}

TEST(Bounds, cut_off_a_moment) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00Z");
    options.end_at = instant("2026-01-03T00:00:00Z");
    const std::string never = "the schedule never fires in zone 'UTC' between its start and its end; expected one that "
                              "fires at least once until 2199";
    EXPECT_EQ(refused("@at 2025-12-31T23:59:59Z", options), never);
    EXPECT_EQ(parse("@at 2026-01-01T00:00:00Z", options).next(schedule::Instant::min()), options.start_at);
    EXPECT_EQ(refused("@at 2026-01-03T00:00:00Z", options), never);
}

TEST(Bounds, are_exact_to_the_microsecond) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00.000001Z");
    options.end_at = instant("2026-01-02T00:00:00.000001Z");
    EXPECT_EQ(fires(parse("0 0 * * *", options), "2020-01-01T00:00:00Z", 9),
              (std::vector<std::string>{"2026-01-02T00:00:00+00:00"}));
}

TEST(Bounds, that_leave_nothing_are_refused) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:01Z");
    options.end_at = instant("2026-01-01T00:00:59Z");
    EXPECT_NE(refused("* * * * *", options), "");
    EXPECT_EQ(refused("* * * * * *", options), "");
    EXPECT_EQ(refused("@manual", options), "");
    EXPECT_EQ(refused("@reboot", options), "");
    EXPECT_EQ(refused("@every 1h from completion", options), "");
}

TEST(Bounds, a_pattern_that_only_ever_falls_into_a_gap_is_refused_where_gaps_are_skipped) {
    auto options = in_zone("America/New_York");
    EXPECT_EQ(refused("0 30 2 8 3 * 2026", options), "");
    options.dst_gap = schedule::DstGap::skip;
    EXPECT_NE(refused("0 30 2 8 3 * 2026", options).find("whose gaps it skips"), std::string::npos);
    EXPECT_EQ(refused("0 30 2 8 3 *", options), "");
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
