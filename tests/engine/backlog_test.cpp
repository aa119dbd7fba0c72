// The pace at which missed instants are made up for: no outage ends in a burst.
#include "policy_fixture.h"

namespace engine_test {
namespace {

// What was claimed, in the order in which it was.
std::vector<Instant> claims_of(const Bench &bench, const std::string &job_id) {
    std::vector<Instant> claims;
    for (const RunRow &run : bench.runs_of(job_id)) claims.push_back(run.claimed_at.value_or(Instant{}));
    std::sort(claims.begin(), claims.end());
    return claims;
}

class ThePace : public APolicy {};

class ABacklog : public APolicy, public testing::WithParamInterface<Overlap> {};

TEST_P(ABacklog, MustNever_09_IsStartedASecondApartAndNotInABurst) {
    Definition definition = with(job("a", "0 * * * *"), CatchUp::all);
    definition.overlap = GetParam();
    if (GetParam() == Overlap::parallel) definition.max_active = 100;
    bench.put(definition);
    down_for(8h + 30min);
    serve(30s);
    const auto claims = claims_of(bench, "a");
    ASSERT_EQ(claims.size(), 8U);
    EXPECT_EQ(claims[0], at("2026-03-23T17:30:00"));
    for (std::size_t i = 1; i < claims.size(); ++i) EXPECT_EQ(claims[i] - claims[i - 1], 1s) << i;
}

INSTANTIATE_TEST_SUITE_P(Overlaps, ABacklog, testing::Values(Overlap::skip, Overlap::queue, Overlap::parallel));

TEST_F(ThePace, AtAnotherPaceIfTheHostSaysSo) {
    bench.config.catch_up_interval = 10s;
    bench.start();
    bench.put(with(job("a", "0 * * * *"), CatchUp::all));
    down_for(3h + 30min);
    serve(1min);
    const auto claims = claims_of(bench, "a");
    ASSERT_EQ(claims.size(), 3U);
    EXPECT_EQ(claims[2] - claims[1], 10s);
    EXPECT_EQ(claims[1] - claims[0], 10s);
}

// A job that waits for its own run is looked at again in thirty seconds, which lies beyond this horizon.
TEST_F(ThePace, HoldsForAJobThatHasLeftTheHorizon) {
    bench.config.catch_up_interval = 1min;
    bench.config.horizon = 20s;
    bench.start();
    Definition definition = with(with(job("a", "* * * * *"), CatchUp::all), Overlap::queue);
    bench.put(definition);
    down_for(2min + 50s); // 09:01 was missed, 09:02 is still on time
    serve(16s, 15s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
    definition.payload = "edited, and so read anew";
    bench.put(definition);
    serve(2min, 15s);
    const auto claims = claims_of(bench, "a");
    ASSERT_GE(claims.size(), 2U);
    EXPECT_GE(claims[1] - claims[0], 1min) << "09:02 is late by now as well";
}

TEST_F(ThePace, OneJobDoesNotWaitForTheTurnsOfAnother) {
    for (const char *id : {"a", "b", "c"}) bench.put(with(job(id, "0 * * * *"), CatchUp::all));
    down_for(2h + 30min);
    serve(10s);
    for (const char *id : {"a", "b", "c"}) {
        const auto claims = claims_of(bench, id);
        ASSERT_EQ(claims.size(), 2U) << id;
        EXPECT_EQ(claims[0], at("2026-03-23T11:30:00")) << id;
        EXPECT_EQ(claims[1], at("2026-03-23T11:30:01")) << id;
    }
}

TEST_F(ThePace, MustNever_09_ANightOfAMinuteJobStaysWithinItsLimit) {
    bench.put(with(job("a", "* * * * *"), CatchUp::all));
    down_for(8h + 30s);
    serve(3min);
    const auto claims = claims_of(bench, "a");
    EXPECT_LE(claims.size(), 100U + 3U) << "the limit, and what came on time since";
    ASSERT_GE(claims.size(), 100U);
    EXPECT_GE(claims[99] - claims[0], 95s);
}

TEST_F(ThePace, MustNever_09_ManyJobsShareTheCapacity) {
    bench.config.capacity = 4;
    bench.start();
    for (int i = 0; i < 40; ++i) bench.put(job("job-" + std::to_string(i), "0 * * * *"));
    down_for(8h + 30min);
    bench.run_for(1s);
    EXPECT_EQ(starts(), 4U);
    EXPECT_EQ(bench.engine->health().units_in_use, 4);
    EXPECT_EQ(bench.engine->health().backlog, 36U);
    serve(5min, 10s);
    EXPECT_EQ(bench.store.runs().size(), 40U);
    for (const auto &[id, run] : bench.store.runs()) EXPECT_EQ(run.outcome, Outcome::succeeded);
}

TEST_F(ThePace, UnderSkipAMissedInstantWaitsForTheOneBeforeIt) {
    bench.put(with(job("a", "0 * * * *"), CatchUp::all));
    down_for(3h + 30min);
    serve(2min, 20s); // each takes longer than a turn
    ASSERT_EQ(history(), (Lines{"10:00 succeeded", "11:00 succeeded", "12:00 succeeded"}));
    const auto claims = claims_of(bench, "a");
    EXPECT_EQ(claims[1] - claims[0], 20s) << "as soon as it can";
}

TEST_F(ThePace, UnderSkipAnInstantThatIsOnTimeIsSkippedAllTheSame) {
    bench.put(with(job("a", "0 * * * *"), CatchUp::all));
    down_for(1h + 30min);
    bench.run_for(1s);
    const StartRun run = bench.accept_start(); // of 10:00
    bench.run_for(30min);
    ASSERT_EQ(history(), (Lines{"10:00 running", "11:00 x1 skipped/overlap"}));
    EXPECT_EQ(bench.records_of("a")[0].run, run.run_id);
}

} // namespace
} // namespace engine_test
