// Jitter: up to so much later, the same for the same job and instant, never past the next instant.
#include "bench.h"

#include <set>

namespace engine_test {
namespace {

Definition spread(const std::string &id, const std::string &schedule, Duration jitter) {
    Definition definition = job(id, schedule);
    definition.jitter = jitter;
    return definition;
}

Instant fire_of(const Definition &definition, const std::string &due) {
    simulation::Zones zones;
    return make_timetable(definition, zones).value()->with_jitter(at(due));
}

TEST(Jitter, IsStableAndWithinItsBound) {
    std::set<Duration> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto definition = spread("job-" + std::to_string(i), "0 9 * * *", 10min);
        const Duration later = fire_of(definition, "2026-03-24T09:00:00") - at("2026-03-24T09:00:00");
        EXPECT_GE(later, 0us);
        EXPECT_LE(later, 10min);
        EXPECT_EQ(fire_of(definition, "2026-03-24T09:00:00") - at("2026-03-24T09:00:00"), later);
        seen.insert(later / 60s * 60s);
    }
    EXPECT_EQ(seen.size(), 10U) << "a thousand jobs meet each of the ten minutes";
}

TEST(Jitter, NeverReachesTheNextInstant) {
    for (int i = 0; i < 200; ++i) {
        const auto definition = spread("job-" + std::to_string(i), "* * * * *", 1h);
        EXPECT_LT(fire_of(definition, "2026-03-24T09:00:00"), at("2026-03-24T09:01:00"));
    }
}

TEST(Jitter, DelaysTheRunAndNotTheInstant) {
    Bench bench;
    bench.start();
    bench.put(spread("a", "0 * * * *", 10min));
    const JobRow row = bench.row("a");
    EXPECT_EQ(row.next_fire, at("2026-03-23T10:00:00"));
    ASSERT_GT(row.fire_at, row.next_fire);
    EXPECT_LE(*row.fire_at, at("2026-03-23T10:10:00"));
    bench.run_for(*row.fire_at - bench.now() - 1us);
    EXPECT_TRUE(bench.store.runs().empty());
    bench.run_for(1us);
    EXPECT_EQ(bench.only_run().due_at, at("2026-03-23T10:00:00"));
    EXPECT_EQ(bench.only_run().claimed_at, row.fire_at);
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T11:00:00"));
}

TEST(Jitter, AnInstantWhoseTimeHasNotComeIsNotCaughtUpYet) {
    Bench bench;
    bench.start();
    bench.put(spread("a", "* * * * *", 59s));
    bench.engine.reset();
    bench.monotonic += 10min;
    bench.start();
    bench.settle();
    simulation::Zones zones;
    const auto times = make_timetable(spread("a", "* * * * *", 59s), zones).value();
    const auto newest = times->with_jitter(at("2026-03-23T09:10:00")) <= bench.now() ? at("2026-03-23T09:10:00")
                                                                                     : at("2026-03-23T09:09:00");
    EXPECT_EQ(bench.only_run().due_at, newest);
}

TEST(Jitter, AChangeOfItMovesTheFireAndNotTheInstant) {
    Bench bench;
    bench.start();
    bench.put(spread("a", "0 12 * * *", 0s));
    bench.put(spread("a", "0 12 * * *", 1h));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T12:00:00"));
    EXPECT_GT(bench.row("a").fire_at, at("2026-03-23T12:00:00"));
    EXPECT_TRUE(bench.records_of("a").empty());
}

} // namespace
} // namespace engine_test
