// One test for each hook that a host lends: whatever goes wrong with one call of it, the schedule holds. The scenarios
// of all tests that were chosen run side by side from the beginning; each test waits for its own. With FAULTS_TABLE set
// in the environment, a table of all of them is printed at the end.
#include "faults/hook.h"
#include "faults/pace.h"
#include "faults/side_by_side.h"
#include "loader/plugin.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace faults {

// Found by gtest.
void PrintTo(const HookFacts &hook, std::ostream *out) {
    *out << hook.name;
}

namespace {

constexpr std::size_t kAtOnce = kSanitized ? 4 : 16;

// Under a sanitizer a sample: of each hook one fault, of neighbours another one.
std::vector<Fault> chosen_faults(Hook hook) {
    std::vector<Fault> faults = faults_of(hook);
    if (!kSanitized) return faults;
    return {faults[static_cast<std::size_t>(hook) % faults.size()]};
}

class AllScenarios : public testing::Environment {
  public:
    void SetUp() override {
        std::vector<Fate> fates;
        for (const HookFacts &hook : all_hooks()) {
            if (!chosen(hook.name)) continue;
            for (const Fault fault : chosen_faults(hook.hook)) fates.push_back({hook.hook, fault});
        }
        plugin_ = std::make_unique<sample_host::Plugin>(sample_host::default_plugin_path());
        scenarios_ = std::make_unique<SideBySide>(*plugin_, fates, kAtOnce);
    }

    void TearDown() override {
        if (std::getenv("FAULTS_TABLE") != nullptr) print_table();
        scenarios_.reset();
        plugin_.reset();
    }

    const Outcome *outcome(const Fate &fate) { return scenarios_->outcome(fate); }

  private:
    // Is the test of this hook among those that are to run?
    static bool chosen(const std::string &hook) {
        const testing::TestSuite &suite = *testing::UnitTest::GetInstance()->GetTestSuite(0);
        for (int i = 0; i < suite.total_test_count(); ++i) {
            const testing::TestInfo &test = *suite.GetTestInfo(i);
            if (test.should_run() && std::string(test.name()).ends_with("/" + hook)) return true;
        }
        return false;
    }

    void print_table() {
        for (const HookFacts &hook : all_hooks()) {
            std::string row;
            for (const Fault fault : chosen_faults(hook.hook)) {
                const Outcome *outcome = scenarios_->outcome({hook.hook, fault});
                if (outcome == nullptr) continue;
                row += std::string("  ") + name(fault) + (outcome->problems.empty() ? " " : " WRONG ") +
                       std::to_string(outcome->took.count()) + " ms";
            }
            if (!row.empty()) std::printf("%-18s%s\n", hook.name, row.c_str());
        }
    }

    std::unique_ptr<sample_host::Plugin> plugin_;
    std::unique_ptr<SideBySide> scenarios_;
};

AllScenarios &scenarios() {
    // Gtest owns it.
    static auto &made = *static_cast<AllScenarios *>(testing::AddGlobalTestEnvironment(new AllScenarios));
    return made;
}
const AllScenarios &kMade = scenarios(); // before the tests are run

class AHook : public testing::TestWithParam<HookFacts> {};

TEST_P(AHook, MayGoWrongAndTheScheduleHolds) {
    for (const Fault fault : chosen_faults(GetParam().hook)) {
        const Outcome &outcome = *scenarios().outcome({GetParam().hook, fault});
        for (const std::string &problem : outcome.problems) ADD_FAILURE() << name(outcome.fate) << ": " << problem;
        if (!outcome.problems.empty())
            std::printf("---- the log of %s\n%s", name(outcome.fate).c_str(), outcome.log.c_str());
    }
}

INSTANTIATE_TEST_SUITE_P(Faults, AHook, testing::ValuesIn(all_hooks().begin(), all_hooks().end()),
                         [](const testing::TestParamInfo<HookFacts> &test) { return test.param.name; });

} // namespace
} // namespace faults
