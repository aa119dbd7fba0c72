// How many fires a stretch of time holds.
#include <gtest/gtest.h>

#include "schedule/count.h"
#include "support.h"

namespace schedule_test {
namespace {

std::optional<std::int64_t> count(const std::string &text, const std::string &first, const std::string &last,
                                  std::int64_t limit, const std::string &zone_name = "UTC") {
    return schedule::count_between(parse(text, in_zone(zone_name)), instant(first), instant(last), limit);
}

TEST(Count, includes_both_ends) {
    EXPECT_EQ(count("0 0 * * *", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z", 100), 3);
    EXPECT_EQ(count("0 0 * * *", "2026-01-01T00:00:01Z", "2026-01-02T23:59:59Z", 100), 1);
    EXPECT_EQ(count("@every 1h", "2026-01-01T00:00:00Z", "2026-01-01T03:00:00Z", 100), 4);
    EXPECT_EQ(count("@at 2026-01-01T00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", 100), 1);
}

TEST(Count, of_nothing_is_zero) {
    EXPECT_EQ(count("0 0 * * *", "2026-01-01T00:00:01Z", "2026-01-01T23:59:59Z", 100), 0);
    EXPECT_EQ(count("0 0 * * *", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", 100), 0);
    EXPECT_EQ(count("@every 1h", "2026-01-01T00:00:01Z", "2026-01-01T00:59:59Z", 100), 0);
    EXPECT_EQ(count("@manual", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", 100), 0);
    EXPECT_EQ(count("@every 1h from completion", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", 0), 0);
}

TEST(Count, says_when_there_are_more_than_the_limit) {
    EXPECT_EQ(count("* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T01:39:00Z", 100), 100);
    EXPECT_EQ(count("* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T01:40:00Z", 100), std::nullopt);
    EXPECT_EQ(count("@every 1s", "2026-01-01T00:00:00Z", "2026-01-01T00:01:40Z", 100), std::nullopt);
    EXPECT_EQ(count("0 0 * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", 0), std::nullopt);
}

TEST(Count, of_an_elapsed_grid_is_reckoned_not_walked) {
    EXPECT_EQ(count("@every 1s", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z", INT64_MAX), 7'258'118'400);
}

TEST(Count, knows_days_of_23_and_25_hours) {
    const std::string zone_name = "America/New_York";
    EXPECT_EQ(count("0 * * * *", "2026-03-08T00:00:00-05:00", "2026-03-08T23:59:59-04:00", 100, zone_name), 23);
    EXPECT_EQ(count("0 * * * *", "2026-11-01T00:00:00-04:00", "2026-11-01T23:59:59-05:00", 100, zone_name), 25);
    EXPECT_EQ(count("0 0 * * *", "2026-01-01T00:00:00-05:00", "2026-12-31T23:59:59-05:00", 1000, zone_name), 365);
}

TEST(Count, takes_the_ends_of_time) {
    const auto yearly = parse("0 0 1 1 *");
    EXPECT_EQ(schedule::count_between(yearly, schedule::Instant::min(), schedule::Instant::max(), 1000), 230);
}

} // namespace
} // namespace schedule_test
