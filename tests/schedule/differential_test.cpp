// A second implementation that is slow and plain: glibc's offsets, every minute looked at, a pattern known by its
// values. Random patterns, zones and instants, half of them around a change of the offset. The seed is fixed; another
// one comes from the environment variable SCHEDULE_TEST_SEED, and each failure prints it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "plain_pattern.h"
#include "schedule/count.h"
#include "schedule/cursor.h"
#include "slow_fires.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::Cursor;
using schedule::DstGap;
using schedule::DstOverlap;
using schedule::Instant;
using std::chrono::seconds;

constexpr Seconds day = 86'400;

std::uint64_t seed() {
    const char *given = std::getenv("SCHEDULE_TEST_SEED");
    return given == nullptr ? 20'260'101 : std::strtoull(given, nullptr, 10);
}

Instant at(Seconds utc) {
    return Instant{seconds{utc}};
}
Seconds seconds_of(Instant instant) {
    return std::chrono::floor<seconds>(instant).time_since_epoch().count();
}

std::vector<Seconds> forwards(const schedule::Schedule &schedule, Seconds begin, Seconds end) {
    std::vector<Seconds> fires;
    Cursor cursor(schedule);
    auto from = at(begin) - schedule::Duration{1};
    while (true) {
        const auto fire = cursor.next(from);
        if (!fire || *fire >= at(end)) break;
        from = *fire;
        fires.push_back(seconds_of(from));
    }
    return fires;
}

std::vector<Seconds> backwards(const schedule::Schedule &schedule, Seconds begin, Seconds end) {
    std::vector<Seconds> fires;
    Cursor cursor(schedule);
    auto from = at(end) - schedule::Duration{1};
    while (true) {
        const auto fire = cursor.previous(from);
        if (!fire || *fire < at(begin)) break;
        from = *fire - schedule::Duration{1};
        fires.insert(fires.begin(), seconds_of(*fire));
    }
    return fires;
}

// What next() and previous() say from anywhere in the window, as far as it reaches.
void expect_from_anywhere(Random &random, const schedule::Schedule &schedule, Seconds begin, Seconds end,
                          const std::vector<Seconds> &expected) {
    for (int i = 0; i < 20; ++i) {
        const Seconds from = random.between_long(begin, end);
        const auto later = std::upper_bound(expected.begin(), expected.end(), from);
        const auto next = schedule.next(at(from));
        if (later != expected.end()) {
            ASSERT_EQ(next, at(*later)) << "from " << from;
        } else {
            ASSERT_TRUE(!next || *next >= at(end)) << "from " << from;
        }
        const auto previous = schedule.previous(at(from));
        if (later != expected.begin()) {
            ASSERT_EQ(previous, at(*std::prev(later))) << "from " << from;
        } else {
            ASSERT_TRUE(!previous || *previous < at(begin)) << "from " << from;
        }
    }
}

// A window of three days: half of them around one of the zone's changes.
Seconds random_begin(Random &random, const schedule::Zone &zone) {
    const Seconds first = 2LL * 366 * day; // 1972: before, some offsets were no whole minutes
    const Seconds last = seconds_of(schedule::end_instant) - 10 * day;
    if (zone.segment_count() > 1 && random.one_in(2)) {
        const auto index = random.between(1, static_cast<int>(zone.segment_count()) - 1);
        const auto change = zone.segment(static_cast<std::size_t>(index)).begin.time_since_epoch().count();
        return std::clamp(change - random.between_long(0, 3 * day), first, last);
    }
    return random.between_long(first, last);
}

const std::vector<std::string> hard_zones{
    "America/New_York", "Europe/London",     "Asia/Kolkata",     "Australia/Lord_Howe", "Africa/Cairo",
    "America/Santiago", "Asia/Beirut",       "Pacific/Apia",     "Europe/Dublin",       "Africa/Casablanca",
    "America/Nuuk",     "Asia/Pyongyang",    "America/Caracas",  "Antarctica/Troll",    "America/Havana",
    "Asia/Gaza",        "Pacific/Kwajalein", "America/St_Johns", "Asia/Tehran",         "Pacific/Chatham"};

TEST(Differential, every_fire_of_a_window_agrees_with_a_look_at_every_minute) {
    std::cout << "seed " << seed() << "\n";
    Random random(seed());
    const auto names = zone_names();
    for (int i = 0; i < 400; ++i) {
        const auto name = random.one_in(2) ? random.one_of(hard_zones) : random.one_of(names);
        auto options = in_zone(name);
        const Choice choice{random.one_in(2) ? DstGap::skip : DstGap::run_after,
                            static_cast<DstOverlap>(random.between(0, 2))};
        options.dst_gap = choice.gap;
        options.dst_overlap = choice.overlap;
        const auto pattern = random_pattern(random, 4);
        const Seconds begin = random_begin(random, *options.zone);
        const Seconds end = begin + 3 * day;
        SCOPED_TRACE("seed " + std::to_string(seed()) + ", case " + std::to_string(i) + ": " + pattern.text() + " in " +
                     name + " from " + std::to_string(begin));
        setenv("TZ", (":" + name).c_str(), 1);
        tzset();
        const auto schedule = schedule::Schedule::parse(pattern.text(), options);
        if (!schedule) { // the only reason there may be
            ASSERT_NE(schedule.error().text.find("never comes"), std::string::npos) << schedule.error().text;
            continue;
        }
        const auto expected = slow_fires(pattern, begin, end, choice);
        ASSERT_EQ(forwards(schedule.value(), begin, end), expected);
        ASSERT_EQ(backwards(schedule.value(), begin, end), expected);
        ASSERT_NO_FATAL_FAILURE(expect_from_anywhere(random, schedule.value(), begin, end, expected));
        ASSERT_EQ(schedule::count_between(schedule.value(), at(begin), at(end) - schedule::Duration{1}, 100'000),
                  static_cast<std::int64_t>(expected.size()));
    }
    unsetenv("TZ");
    tzset();
}

TEST(Differential, rare_days_agree_with_a_look_at_every_day) {
    std::cout << "seed " << seed() << "\n";
    Random random(seed() + 1);
    for (int i = 0; i < 1500; ++i) {
        const auto pattern = random_pattern(random, 1);
        const Seconds from = random.between_long(0, seconds_of(schedule::end_instant) - 51 * 366 * day);
        SCOPED_TRACE("seed " + std::to_string(seed()) + ", case " + std::to_string(i) + ": " + pattern.text() +
                     " from " + std::to_string(from));
        const auto schedule = schedule::Schedule::parse(pattern.text(), {});
        const auto expected = slow_next_in_utc(pattern, from);
        if (!schedule) {
            ASSERT_NE(schedule.error().text.find("never comes"), std::string::npos) << schedule.error().text;
            ASSERT_EQ(expected, std::nullopt);
            continue;
        }
        ASSERT_NE(expected, std::nullopt);
        const auto fire = at(expected.value_or(0));
        ASSERT_EQ(schedule.value().next(at(from)), fire);
        ASSERT_EQ(schedule.value().previous(fire), fire);
    }
}

TEST(Differential, a_cursor_that_jumps_about_answers_as_a_fresh_one) {
    std::cout << "seed " << seed() << "\n";
    Random random(seed() + 2);
    for (int i = 0; i < 200; ++i) {
        auto options = in_zone(random.one_of(hard_zones));
        options.dst_overlap = static_cast<DstOverlap>(random.between(0, 2));
        const auto text = random.one_in(4) ? "@every " + std::to_string(random.between(1, 40)) + "d"
                                           : random_pattern(random, 2).text();
        SCOPED_TRACE("seed " + std::to_string(seed()) + ", case " + std::to_string(i) + ": " + text);
        const auto schedule = schedule::Schedule::parse(text, options);
        if (!schedule) continue;
        Cursor cursor(schedule.value());
        for (int j = 0; j < 50; ++j) {
            const Instant from = at(random.between_long(-day, seconds_of(schedule::end_instant) + day));
            ASSERT_EQ(cursor.next(from), schedule.value().next(from));
            ASSERT_EQ(cursor.previous(from), schedule.value().previous(from));
            const auto next = cursor.next(from);
            if (!next) continue;
            ASSERT_GT(*next, from);
            ASSERT_EQ(cursor.previous(*next), *next);
            const auto last = cursor.previous(*next - schedule::Duration{1});
            ASSERT_TRUE(!last || *last <= from);
        }
    }
}

TEST(Differential, random_patterns_print_and_parse_to_the_same) {
    std::cout << "seed " << seed() << "\n";
    Random random(seed() + 3);
    for (int i = 0; i < 5000; ++i) {
        const auto text = random_pattern(random, 2).text();
        SCOPED_TRACE("seed " + std::to_string(seed()) + ": " + text);
        const auto once = schedule::Schedule::parse(text, {});
        if (!once) continue;
        const auto twice = parse(once.value().text());
        ASSERT_EQ(twice.text(), once.value().text());
        const auto &one = std::get<schedule::Pattern>(once.value().kind());
        const auto &other = std::get<schedule::Pattern>(twice.kind());
        ASSERT_EQ(one, other);
    }
}

} // namespace
} // namespace schedule_test
