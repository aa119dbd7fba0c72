// H, which spreads jobs over time by a hash of their id: its definition, that it never changes, that it spreads, and
// what is refused. plain_hash.h computes the same independently.
#include <gtest/gtest.h>

#include <array>
#include <ctime>
#include <map>
#include <memory>

#include "plain_hash.h"
#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::Schedule;
using schedule::ScheduleOptions;

ScheduleOptions with_id(std::string_view id) {
    ScheduleOptions options;
    options.job_id = id;
    return options;
}

// A field that can hold H, the pattern that has it there, and how to read the value off a fire.
struct HashField {
    std::string name;
    int low;
    int high;
    std::string pattern;
    int (*value)(const std::tm &);
};

const std::vector<HashField> hash_fields{
    {"second", 0, 59, "H * * * * *", [](const std::tm &at) { return at.tm_sec; }},
    {"minute", 0, 59, "H * * * *", [](const std::tm &at) { return at.tm_min; }},
    {"hour", 0, 23, "0 H * * *", [](const std::tm &at) { return at.tm_hour; }},
    {"day of month", 1, 28, "0 0 H * *", [](const std::tm &at) { return at.tm_mday; }},
    {"month", 1, 12, "0 0 1 H *", [](const std::tm &at) { return at.tm_mon + 1; }},
    {"day of week", 0, 6, "0 0 * * H", [](const std::tm &at) { return at.tm_wday; }},
};

std::tm calendar(schedule::Instant at) {
    const std::time_t time = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm result{};
    gmtime_r(&time, &result);
    return result;
}

std::tm first_fire(const std::string &pattern, const std::string &id) {
    const auto fire = parse(pattern, with_id(id)).next(instant("2025-12-31T23:59:59Z"));
    return calendar(fire.value_or(schedule::Instant{}));
}

// The minutes that the minute field stands for: 120 fires come round to all of them.
std::set<int> minutes_of(const std::string &minute, const std::string &id) {
    std::set<int> minutes;
    const auto schedule = parse(minute + " * * * *", with_id(id));
    auto at = instant("2025-12-31T23:59:59Z");
    for (int i = 0; i < 120; ++i) {
        at = schedule.next(at).value();
        minutes.insert(calendar(at).tm_min);
    }
    return minutes;
}

TEST(Hash, of_two_known_ids_never_changes) {
    struct Known {
        std::string pattern;
        std::string of_report; // the next fire of "nightly-report" in 2026
        std::string of_other;  // and of an id that is not ASCII
    };
    const std::string other = "\u043E\u0442\u0447\u0451\u0442/7";
    for (const auto &[pattern, of_report, of_other] : std::vector<Known>{
             {"H H * * *", "2026-01-01T08:21:00+00:00", "2026-01-01T19:16:00+00:00"},
             {"H H H H *", "2026-06-27T08:21:00+00:00", "2026-02-09T19:16:00+00:00"},
             {"H H * * H", "2026-01-03T08:21:00+00:00", "2026-01-06T19:16:00+00:00"},
             {"H H H H H *", "2026-06-27T08:21:19+00:00", "2026-02-09T19:16:43+00:00"},
             {"H/15 * * * *", "2026-01-01T00:06:00+00:00", "2026-01-01T00:01:00+00:00"},
             {"H(0-29)/10 9 * * *", "2026-01-01T09:01:00+00:00", "2026-01-01T09:06:00+00:00"},
             {"H,30 9 * * *", "2026-01-01T09:21:00+00:00", "2026-01-01T09:16:00+00:00"},
             {"0 H(9-17) * * 1-5", "2026-01-01T17:00:00+00:00", "2026-01-01T10:00:00+00:00"},
             {"0 0 H(1-7) * *", "2026-01-06T00:00:00+00:00", "2026-01-02T00:00:00+00:00"},
             {"0 0 H * +H", "2026-06-27T00:00:00+00:00", "2026-06-09T00:00:00+00:00"},
         }) {
        SCOPED_TRACE(pattern);
        const std::string before = "2026-01-01T00:00:00Z";
        EXPECT_EQ(fires(parse(pattern, with_id("nightly-report")), before, 1), std::vector<std::string>{of_report});
        EXPECT_EQ(fires(parse(pattern, with_id(other)), before, 1), std::vector<std::string>{of_other});
    }
}

TEST(Hash, follows_its_definition_in_every_field) {
    const std::vector<std::string> ids{"a", "job", "job-1", "Job-1", std::string(255, 'x'), "\xC3\xA9t\xC3\xA9", "1 2"};
    for (const auto &[name, low, high, pattern, value] : hash_fields) {
        for (const auto &id : ids)
            EXPECT_EQ(value(first_fire(pattern, id)), hashed_value(id, name, low, high)) << name << " of " << id;
    }
}

TEST(Hash, within_a_range_and_with_a_step_follows_its_definition) {
    for (const std::string id : {"a", "job", "job-1", "weekly digest"}) {
        SCOPED_TRACE(id);
        EXPECT_EQ(minutes_of("H(10-19)", id), (std::set{hashed_value(id, "minute", 10, 19)}));
        EXPECT_EQ(minutes_of("H(7-7)", id), (std::set{7}));
        EXPECT_EQ(minutes_of("H/15", id), hashed_steps(id, "minute", 0, 59, 15));
        EXPECT_EQ(minutes_of("H/7", id), hashed_steps(id, "minute", 0, 59, 7));
        EXPECT_EQ(minutes_of("H/60", id), hashed_steps(id, "minute", 0, 59, 60));
        EXPECT_EQ(minutes_of("H/1", id).size(), 60U);
        EXPECT_EQ(minutes_of("H(0-29)/10", id), hashed_steps(id, "minute", 0, 29, 10));
        EXPECT_EQ(minutes_of("H(30-34)/5", id), hashed_steps(id, "minute", 30, 34, 5));
    }
}

TEST(Hash, stands_in_lists_beside_other_items) {
    for (const std::string id : {"a", "job", "job-1", "weekly digest"}) {
        SCOPED_TRACE(id);
        auto expected = hashed_steps(id, "minute", 0, 29, 10);
        expected.insert({30, hashed_value(id, "minute", 0, 59)});
        EXPECT_EQ(minutes_of("H(0-29)/10,30,H", id), expected);
    }
}

TEST(Hash, of_10000_ids_spreads_evenly_over_each_field) {
    constexpr int ids = 10'000;
    for (const auto &[name, low, high, pattern, value] : hash_fields) {
        std::map<int, int> jobs_at;
        for (int i = 0; i < ids; ++i) {
            const auto id = "job-" + std::to_string(i);
            const int at = value(first_fire(pattern, id));
            ASSERT_EQ(at, hashed_value(id, name, low, high)) << name << " of " << id;
            ++jobs_at[at];
        }
        const int even = ids / (high - low + 1);
        for (int at = low; at <= high; ++at) {
            EXPECT_GT(jobs_at[at], even * 3 / 4) << name << " " << at;
            EXPECT_LT(jobs_at[at], even * 5 / 4) << name << " " << at;
        }
    }
}

TEST(Hash, of_the_hour_does_not_follow_that_of_the_minute) {
    std::set<int> minutes_of_the_day;
    for (int i = 0; i < 10'000; ++i) {
        const auto at = first_fire("H H * * *", "job-" + std::to_string(i));
        minutes_of_the_day.insert(at.tm_hour * 60 + at.tm_min);
    }
    EXPECT_GT(minutes_of_the_day.size(), 1400U) << "of 1440, with seven jobs for each";
}

TEST(Hash, is_that_of_the_whole_id) {
    EXPECT_NE(minutes_of("H", "job-1"), minutes_of("H", "job-2"));
    EXPECT_NE(minutes_of("H", "job"), minutes_of("H", "Job"));
    EXPECT_NE(first_fire("H H H * *", std::string(254, 'x') + "a").tm_mday,
              first_fire("H H H * *", std::string(254, 'x') + "b").tm_mday);
}

TEST(Hash, prints_as_something_that_parses_to_the_same) {
    for (const auto *text : {"H * * * *", "H H H H H *", "H(0-29)/10 H(9-17) * * 1-5", "H,30 H/4 H,L * *",
                             "0 0 H(1-7) * H", "0 0 L * +H", "H 0 0 H 1 * 2026-2030"}) {
        SCOPED_TRACE(text);
        const auto once = parse(text, with_id("job-1"));
        const auto twice = parse(once.text(), with_id("job-1"));
        EXPECT_EQ(twice.text(), once.text());
        EXPECT_EQ(fires(twice, "2026-01-01T00:00:00Z", 20), fires(once, "2026-01-01T00:00:00Z", 20));
    }
}

TEST(Hash, needs_the_id_only_while_parsing) {
    auto id = std::make_unique<std::string>("a job with an id that no string keeps within itself");
    const auto schedule = parse("H H * * *", with_id(*id));
    const auto text = schedule.text();
    const auto next = schedule.next(instant("2026-01-01T00:00:00Z"));
    id.reset();
    EXPECT_EQ(schedule.text(), text);
    EXPECT_EQ(schedule.next(instant("2026-01-01T00:00:00Z")), next);
}

TEST(Hash, is_refused_without_a_job_id) {
    check_refused({
        {"H * * * *", "minute", 0},
        {"0 H(9-17) * * *", "hour", 2},
        {"0 0 1,H * *", "day of month", 6},
        {"0 0 1 H/3 *", "month", 6},
        {"0 0 * * +H", "day of week", 9},
        {"H 0 0 * * *", "second", 0},
    });
    EXPECT_TRUE(Schedule::parse("*/5 0 L * *", {}).ok()) << "without H no id is needed";
}

TEST(Hash, is_refused_where_it_makes_no_sense) {
    check_refused(
        {
            {"h * * * *", "minute", 0},
            {"HH * * * *", "minute", 1},
            {"H5 * * * *", "minute", 1},
            {"H-5 * * * *", "minute", 1},
            {"5-H * * * *", "minute", 2},
            {"5H * * * *", "minute", 1},
            {"*H * * * *", "minute", 1},
            {"0 0 HW * *", "day of month", 5},
            {"0 0 * * HL", "day of week", 9},
            {"0 0 * * H#1", "day of week", 9},
            {"0 0 0 1 1 * H", "year", 12},
            {"0 0 0 1 1 * 2026,H(2030-2040)", "year", 17},
        },
        with_id("job-1"));
}

TEST(Hash, is_refused_with_a_range_that_makes_no_sense) {
    check_refused(
        {
            {"H() * * * *", "minute", 2},
            {"H(5) * * * *", "minute", 2},
            {"H(5-) * * * *", "minute", 4},
            {"H(-5) * * * *", "minute", 2},
            {"H(*) * * * *", "minute", 2},
            {"H(x-5) * * * *", "minute", 2},
            {"H(0-60) * * * *", "minute", 4},
            {"H(30-10) * * * *", "minute", 2},
            {"H(0-29 * * * *", "minute", 6},
            {"H(0-9)x * * * *", "minute", 6},
            {"H(0-9)(0-9) * * * *", "minute", 6},
            {"0 H(0-24) * * *", "hour", 6},
            {"0 0 H(0-5) * *", "day of month", 6},
            {"0 0 H(1-31) * *", "day of month", 6},
            {"0 0 1 H(1-13) *", "month", 10},
            {"0 0 * * H(0-7)", "day of week", 10},
        },
        with_id("job-1"));
}

TEST(Hash, is_refused_with_a_step_that_makes_no_sense) {
    check_refused(
        {
            {"H/0 * * * *", "minute", 2},
            {"H/ * * * *", "minute", 2},
            {"H/x * * * *", "minute", 2},
            {"H/61 * * * *", "minute", 2},
            {"H/5/5 * * * *", "minute", 3},
            {"H(0-9)/11 * * * *", "minute", 7},
            {"H(0-9)/0 * * * *", "minute", 7},
            {"0 H/25 * * *", "hour", 4},
            {"0 0 H/29 * *", "day of month", 6},
            {"0 0 1 H/13 *", "month", 8},
            {"0 0 * * H/8", "day of week", 10},
        },
        with_id("job-1"));
}

} // namespace
} // namespace schedule_test
