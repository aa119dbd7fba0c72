// What holds for every pattern of the whole grammar, in every zone, from 1970 to 2199. Random patterns, zones and
// instants, half of them around a change of the offset. The seed is fixed; another one comes from the environment
// variable SCHEDULE_TEST_SEED, and each failure prints it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "calendar_fires.h"
#include "schedule/cursor.h"
#include "support.h"
#include "whole_pattern.h"

namespace schedule_test {
namespace {

using schedule::Cursor;
using schedule::DstGap;
using schedule::DstOverlap;
using schedule::Instant;
using schedule::Schedule;
using std::chrono::seconds;

constexpr Seconds day = 86'400;
constexpr schedule::Duration smallest{1};

// At the very ends of the range a local time of 1969 or 2200 may be an instant within it: not looked at here.
constexpr Seconds first_looked_at = 3 * day;
constexpr Seconds last_looked_at = 7'258'118'400 - 3 * day;

std::uint64_t seed() {
    const char *given = std::getenv("SCHEDULE_TEST_SEED");
    return given == nullptr ? 20'260'401 : std::strtoull(given, nullptr, 10);
}

Instant at(Seconds utc) {
    return Instant{seconds{utc}};
}

class PatternProperties : public testing::Test {
  protected:
    // A random pattern in a random zone; TZ names the same zone for glibc.
    struct Drawn {
        std::string zone;
        schedule::ScheduleOptions options;
        Choice choice;
        WholePattern pattern;
        std::string label;
    };

    void SetUp() override { std::cout << "seed " << seed() << "\n"; }
    void TearDown() override {
        unsetenv("TZ");
        tzset();
    }

    Drawn draw(int number) {
        Drawn drawn{random_.one_of(zones_), {}, {}, random_whole_pattern(random_, job_id_), ""};
        drawn.choice = {random_.one_in(2) ? DstGap::skip : DstGap::run_after,
                        static_cast<DstOverlap>(random_.between(0, 2))};
        drawn.options = in_zone(drawn.zone);
        drawn.options.dst_gap = drawn.choice.gap;
        drawn.options.dst_overlap = drawn.choice.overlap;
        drawn.options.job_id = job_id_;
        drawn.label = "seed " + std::to_string(seed()) + ", case " + std::to_string(number) + ": '" +
                      drawn.pattern.text + "' in " + drawn.zone + ", gap " +
                      std::to_string(static_cast<int>(drawn.choice.gap)) + ", overlap " +
                      std::to_string(static_cast<int>(drawn.choice.overlap));
        setenv("TZ", (":" + drawn.zone).c_str(), 1);
        tzset();
        return drawn;
    }

    // Half of them shortly before one of the zone's changes.
    Seconds random_instant(const schedule::Zone &zone) {
        if (zone.segment_count() > 1 && random_.one_in(2)) {
            const auto index = random_.between(1, static_cast<int>(zone.segment_count()) - 1);
            const auto change = zone.segment(static_cast<std::size_t>(index)).begin.time_since_epoch().count();
            return std::clamp<Seconds>(change - random_.between_long(0, 2 * day), first_looked_at, last_looked_at);
        }
        return random_.between_long(first_looked_at, last_looked_at);
    }

    const std::string job_id_ = "properties";
    Random random_{seed()};
    std::vector<std::string> zones_ = zone_names();
};

// What next() may say when the calendar knows of a fire, or of none.
void expect_agree(std::optional<Instant> next, std::optional<Seconds> expected) {
    if (expected && *expected < last_looked_at) {
        ASSERT_EQ(next, at(*expected));
    } else {
        ASSERT_TRUE(!next || *next >= at(last_looked_at)) << "found a fire where the calendar has none";
    }
}

TEST_F(PatternProperties, each_fire_is_later_and_no_match_lies_before_it) {
    for (int i = 0; i < 1500; ++i) {
        const auto drawn = draw(i);
        SCOPED_TRACE(drawn.label);
        const auto parsed = Schedule::parse(drawn.pattern.text, drawn.options);
        if (!parsed) continue; // the next test looks at these
        Seconds from = random_instant(*drawn.options.zone);
        for (int fire = 0; fire < 6; ++fire) {
            SCOPED_TRACE("from " + std::to_string(from));
            const auto next = parsed.value().next(at(from));
            ASSERT_TRUE(!next || *next > at(from));
            const auto expected = calendar_next(drawn.pattern, from, drawn.choice);
            ASSERT_NO_FATAL_FAILURE(expect_agree(next, expected));
            if (!expected || *expected >= last_looked_at) break;
            from = *expected;
        }
    }
}

TEST_F(PatternProperties, only_what_never_fires_is_refused_and_all_of_that) {
    int refused = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto drawn = draw(i);
        SCOPED_TRACE(drawn.label);
        const auto first = calendar_next(drawn.pattern, first_looked_at, drawn.choice);
        const auto parsed = Schedule::parse(drawn.pattern.text, drawn.options);
        if (parsed) {
            ASSERT_NO_FATAL_FAILURE(expect_agree(parsed.value().next(at(first_looked_at)), first));
            ASSERT_TRUE(parsed.value().next(Instant::min()).has_value()) << "was accepted and never fires";
            continue;
        }
        ++refused;
        ASSERT_NE(parsed.error().text.find("never"), std::string::npos) << parsed.error().text;
        ASSERT_TRUE(!first || *first >= last_looked_at) << "fires at " << *first << ": " << parsed.error().text;
    }
    EXPECT_GT(refused, 10) << "too few to say anything";
}

TEST_F(PatternProperties, printed_and_parsed_again_they_are_the_same) {
    for (int i = 0; i < 3000; ++i) {
        const auto drawn = draw(i);
        SCOPED_TRACE(drawn.label);
        const auto once = Schedule::parse(drawn.pattern.text, drawn.options);
        if (!once) continue;
        const auto twice = Schedule::parse(once.value().text(), drawn.options);
        ASSERT_TRUE(twice.ok()) << once.value().text() << ": " << twice.error().text;
        ASSERT_EQ(twice.value().text(), once.value().text());
        Cursor one(once.value());
        Cursor other(twice.value());
        std::optional<Instant> from = at(random_instant(*drawn.options.zone));
        for (int fire = 0; from && fire < 5; ++fire) {
            const auto next = one.next(*from);
            ASSERT_EQ(other.next(*from), next) << once.value().text();
            from = next;
        }
    }
}

TEST_F(PatternProperties, one_by_one_they_give_what_a_cursor_gives_in_bulk) {
    for (int i = 0; i < 1500; ++i) {
        const auto drawn = draw(i);
        SCOPED_TRACE(drawn.label);
        const auto parsed = Schedule::parse(drawn.pattern.text, drawn.options);
        if (!parsed) continue;
        const Seconds from = random_instant(*drawn.options.zone);
        std::vector<Instant> one_by_one;
        for (auto next = parsed.value().next(at(from)); next && one_by_one.size() < 20;
             next = parsed.value().next(*next))
            one_by_one.push_back(*next);
        std::vector<Instant> in_bulk;
        Cursor cursor(parsed.value());
        for (auto next = cursor.next(at(from)); next && in_bulk.size() < 20; next = cursor.next(*next))
            in_bulk.push_back(*next);
        ASSERT_EQ(in_bulk, one_by_one);
        if (in_bulk.empty()) continue;
        std::vector<Instant> backwards;
        for (auto last = cursor.previous(in_bulk.back()); last && *last > at(from);
             last = cursor.previous(*last - smallest))
            backwards.insert(backwards.begin(), *last);
        ASSERT_EQ(backwards, in_bulk);
    }
}

TEST_F(PatternProperties, previous_is_the_inverse_of_next) {
    for (int i = 0; i < 2000; ++i) {
        const auto drawn = draw(i);
        SCOPED_TRACE(drawn.label);
        const auto parsed = Schedule::parse(drawn.pattern.text, drawn.options);
        if (!parsed) continue;
        const auto &schedule = parsed.value();
        for (int question = 0; question < 4; ++question) {
            const auto anywhere = random_instant(*drawn.options.zone);
            const auto now = question == 0   ? at(random_.between_long(-day, 3 * day))
                             : question == 1 ? schedule::end_instant + seconds{random_.between_long(-3 * day, day)}
                                             : at(anywhere);
            SCOPED_TRACE("at " + std::to_string(now.time_since_epoch().count()) + " us");
            const auto last = schedule.previous(now);
            const auto next = schedule.next(now);
            ASSERT_TRUE(last || next);
            if (last) {
                ASSERT_LE(*last, now);
                ASSERT_EQ(schedule.next(*last - smallest), last);
                ASSERT_EQ(schedule.next(*last), next);
            }
            if (next) {
                ASSERT_GT(*next, now);
                ASSERT_EQ(schedule.previous(*next), next);
                ASSERT_EQ(schedule.previous(*next - smallest), last);
            }
        }
    }
}

} // namespace
} // namespace schedule_test
