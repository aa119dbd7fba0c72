// The observer is itself tested: with a deliberate fault in the store or in the driver it must say so, and say what.
#include "simulation.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace simulation {
namespace {

Report simulate_a_day_with(StoreMutation store, DriverMutation driver) {
    Options options;
    options.seed = 11;
    options.days = 1;
    options.store_mutation = store;
    options.driver_mutation = driver;
    return simulate(options);
}

void expect_violation(const Report &report, const std::string &words) {
    const bool found =
        std::any_of(report.violations.begin(), report.violations.end(),
                    [&](const std::string &violation) { return violation.find(words) != std::string::npos; });
    EXPECT_TRUE(found) << "no violation says \"" << words << "\"; the first one is "
                       << (report.violations.empty() ? "none" : report.violations.front());
}

// Not every day has somebody whose lease has run out.
void expect_violation_of_some_seed(Options options, const std::string &words) {
    Report report;
    for (options.seed = 1; options.seed <= 20; ++options.seed) {
        report = simulate(options);
        const auto &all = report.violations;
        if (std::any_of(all.begin(), all.end(),
                        [&](const auto &one) { return one.find(words) != std::string::npos; })) {
            return;
        }
    }
    expect_violation(report, words);
}

TEST(TheObserver, SeesAStoreThatForgetsRecords) {
    expect_violation(simulate_a_day_with(StoreMutation::forgets_records, DriverMutation::none),
                     "a record was to be written and is not there");
}

// Whoever reads, thinks and writes slowly overwrites what others have written meanwhile.
TEST(TheObserver, SeesAStoreThatIgnoresVersions) {
    Options options;
    options.seed = 11;
    options.days = 1;
    options.slowest_answer = std::chrono::seconds(1);
    EXPECT_EQ(simulate(options).violations, std::vector<std::string>{});
    options.store_mutation = StoreMutation::ignores_versions;
    bool seen = false; // not every day has two who write one row at the same time
    for (; !seen && options.seed < 21; ++options.seed) seen = !simulate(options).violations.empty();
    EXPECT_TRUE(seen);
}

TEST(TheObserver, SeesTwoRunsOfOneKey) {
    expect_violation(simulate_a_day_with(StoreMutation::ignores_keys, DriverMutation::none),
                     "its key has an active run already");
}

TEST(TheObserver, SeesAWriterWhoIsRetired) {
    Options options;
    options.days = 1;
    options.store_mutation = StoreMutation::believes_the_retired;
    expect_violation_of_some_seed(options, "a write of an incarnation that is retired");
}

TEST(TheObserver, SeesAManualRunThatUsesUpAScheduledOne) {
    Options options; // not every day has a manual run that wins its claim
    options.days = 1;
    options.store_mutation = StoreMutation::manual_moves_cursor;
    expect_violation_of_some_seed(options, "a manual run used up something of the schedule");
}

TEST(TheObserver, SeesSkipsThatCountAsFires) {
    expect_violation(simulate_a_day_with(StoreMutation::counts_skips_as_fires, DriverMutation::none),
                     "a skip counts as a fire");
}

TEST(TheObserver, SeesTwoStartsOfOneAttempt) {
    expect_violation(simulate_a_day_with(StoreMutation::none, DriverMutation::starts_twice),
                     "this attempt was started before");
}

TEST(TheObserver, SeesAStartWhosePermissionHasRunOut) {
    expect_violation(simulate_a_day_with(StoreMutation::none, DriverMutation::starts_late),
                     "the permission had run out");
}

TEST(TheObserver, SeesANoticeThatIsLost) {
    expect_violation(simulate_a_day_with(StoreMutation::none, DriverMutation::loses_notices), "nobody was told");
}

TEST(TheObserver, SeesANoticeThatContradictsTheRecord) {
    expect_violation(simulate_a_day_with(StoreMutation::none, DriverMutation::garbles_notices),
                     "it tells another outcome");
}

TEST(TheObserver, SeesAHotLoop) {
    expect_violation(simulate_a_day_with(StoreMutation::none, DriverMutation::calls_for_nothing), "a hot loop");
}

} // namespace
} // namespace simulation
