// `@every` below a day: elapsed time on a grid.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

TEST(ElapsedInterval, is_a_grid_from_the_epoch) {
    check({
        {"every second",
         "UTC",
         "@every 1s",
         "2026-01-01T00:00:00.5Z",
         {"2026-01-01T00:00:01+00:00", "2026-01-01T00:00:02+00:00"}},
        {"every 90 seconds",
         "UTC",
         "@every 90s",
         "2026-01-01T00:00:00Z",
         {"2026-01-01T00:01:30+00:00", "2026-01-01T00:03:00+00:00"}},
        {"seven minutes do not begin anew with the hour",
         "UTC",
         "@every 7m",
         "1970-01-01T00:50:00Z",
         {"1970-01-01T00:56:00+00:00", "1970-01-01T01:03:00+00:00"}},
        {"combined units",
         "UTC",
         "@every 1h30m",
         "1970-01-01T00:00:00Z",
         {"1970-01-01T01:30:00+00:00", "1970-01-01T03:00:00+00:00"}},
        {"with a phase",
         "UTC",
         "@every 1h/5m",
         "2026-01-01T00:05:00Z",
         {"2026-01-01T01:05:00+00:00", "2026-01-01T02:05:00+00:00"}},
        {"the epoch itself", "UTC", "@every 1h", "1969-06-01T00:00:00Z", {"1970-01-01T00:00:00+00:00"}},
    });
}

TEST(ElapsedInterval, does_not_care_for_daylight_saving) {
    check({
        {"through the gap",
         "America/New_York",
         "@every 1h",
         "2026-03-08T05:30:00Z",
         {"2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00"}},
        {"through the repeated hour",
         "America/New_York",
         "@every 1h",
         "2026-11-01T04:30:00Z",
         {"2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00", "2026-11-01T02:00:00-05:00"}},
        {"24 hours are no day",
         "America/New_York",
         "@every 24h",
         "2026-03-07T12:00:00Z",
         {"2026-03-07T19:00:00-05:00", "2026-03-08T20:00:00-04:00"}},
    });
}

TEST(ElapsedInterval, can_start_where_the_job_starts) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:10.25Z");
    const auto every = parse("@every 90s from start", options);
    EXPECT_EQ(fires(every, "2020-01-01T00:00:00Z", 2),
              (std::vector<std::string>{"2026-01-01T00:00:10.250000+00:00", "2026-01-01T00:01:40.250000+00:00"}));
    EXPECT_EQ(every.previous(instant("2026-01-01T00:01:40Z")), options.start_at);
    EXPECT_EQ(every.previous(instant("2026-01-01T00:00:10Z")), std::nullopt);
    EXPECT_EQ(every.text(), "@every 1m30s from start");
}

TEST(ElapsedInterval, can_count_from_each_completion) {
    schedule::ScheduleOptions options;
    options.start_at = instant("2026-01-01T00:00:00Z");
    options.end_at = instant("2026-01-02T00:00:00Z");
    const auto every = parse("@every 5m from completion", options);
    EXPECT_TRUE(every.from_completion());
    EXPECT_EQ(every.next(instant("2026-01-01T12:00:00Z")), std::nullopt);
    EXPECT_EQ(every.previous(instant("2026-01-01T12:00:00Z")), std::nullopt);
    EXPECT_EQ(every.after_completion(instant("2026-01-01T12:00:00.5Z")), instant("2026-01-01T12:05:00.5Z"));
    EXPECT_EQ(every.after_completion(instant("2025-12-31T12:00:00Z")), options.start_at);
    EXPECT_EQ(every.after_completion(instant("2026-01-01T23:54:59Z")), instant("2026-01-01T23:59:59Z"));
    EXPECT_EQ(every.after_completion(instant("2026-01-01T23:55:00Z")), std::nullopt);
    EXPECT_EQ(every.after_completion(schedule::Instant::max()), std::nullopt);
    EXPECT_EQ(every.after_completion(schedule::Instant::min()), options.start_at);
    EXPECT_EQ(every.text(), "@every 5m from completion");
}

TEST(ElapsedInterval, other_schedules_know_no_completion) {
    EXPECT_FALSE(parse("@every 5m").from_completion());
    EXPECT_EQ(parse("@every 5m").after_completion(instant("2026-01-01T12:00:00Z")), std::nullopt);
    EXPECT_EQ(parse("* * * * *").after_completion(instant("2026-01-01T12:00:00Z")), std::nullopt);
}

TEST(ElapsedInterval, has_a_canonical_spelling_that_is_a_fixpoint) {
    const std::vector<std::pair<std::string, std::string>> spellings{
        {"@every 90s", "@every 1m30s"},
        {"@every 3600s", "@every 1h"},
        {" @every\t 1h0m5s ", "@every 1h5s"},
        {"@every 0h30m", "@every 30m"},
        {"@every 24h", "@every 24h"},
        {"@every 8784h", "@every 8784h"},
        {"@every 60m/300s", "@every 1h/5m"},
        {"@every 1h/0s", "@every 1h"},
        {"@every 1s  from  completion", "@every 1s from completion"},
    };
    for (const auto &[typed, canonical] : spellings) {
        SCOPED_TRACE(typed);
        EXPECT_EQ(parse(typed).text(), canonical);
        EXPECT_EQ(parse(canonical).text(), canonical);
    }
}

} // namespace
} // namespace schedule_test
