// A week of a gateway's life from several seeds: the invariants of the design hold, whatever goes wrong.
#include "simulation.h"
#include "slowness.h"

#include <gtest/gtest.h>

namespace simulation {
namespace {

class AWeek : public testing::TestWithParam<std::uint64_t> {};

TEST_P(AWeek, KeepsEveryPromise) {
    Options options;
    options.seed = GetParam();
    const Report report = simulate(options);
    for (const std::string &violation : report.violations) ADD_FAILURE() << violation;
    if (HasFailure()) ADD_FAILURE() << "replay: " << replay_command(options);
    EXPECT_GT(report.tally.runs, 1000);
    EXPECT_GT(report.faults.at("restart"), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AWeek, testing::Values(1, 2, 3), testing::PrintToStringParamName());

TEST(RoughHours, KeepEveryPromise) {
    Options options;
    options.rough = true;
    const std::uint64_t seeds = 100 / kSlowness;
    for (options.seed = 1; options.seed <= seeds; ++options.seed) {
        const Report report = simulate(options);
        for (const std::string &violation : report.violations) ADD_FAILURE() << violation;
        if (HasFailure()) FAIL() << "replay: " << replay_command(options);
    }
}

TEST(Simulation, ReplaysFromItsSeed) {
    Options options;
    options.seed = 7;
    options.days = 1;
    const Report one = simulate(options);
    const Report two = simulate(options);
    EXPECT_EQ(one.tally.runs, two.tally.runs);
    EXPECT_EQ(one.tally.storage_calls, two.tally.storage_calls);
    EXPECT_EQ(one.tally.ticks, two.tally.ticks);
    EXPECT_EQ(one.faults, two.faults);
    EXPECT_EQ(one.violations, two.violations);
}

} // namespace
} // namespace simulation
