// Whichever call of whichever hook goes wrong, and however: the schedule holds. A sample; simulation_run --fault-matrix
// walks through all.
#include "fault_matrix.h"
#include "slowness.h"

#include <gtest/gtest.h>

namespace simulation {
namespace {

constexpr std::int64_t kMost = 200;

TEST(FaultMatrix, TheScheduleHoldsWhateverFails) {
    const std::vector<Options> hours = fault_matrix(3, kMost, 40 * kSlowness);
    std::int64_t happened = 0;
    for (const Options &hour : hours) {
        const Report report = simulate(hour);
        happened += report.hooks.happened() ? 1 : 0;
        for (const std::string &violation : report.violations) ADD_FAILURE() << violation;
        if (HasFailure()) FAIL() << "replay: " << replay_command(hour);
    }
    EXPECT_EQ(happened, static_cast<std::int64_t>(hours.size()));
}

TEST(FaultMatrix, AFaultIsNamedByHookCallAndKind) {
    const PlannedFault fault{Hook::claim, 12, HookFault::fails_after};
    EXPECT_EQ(text(fault), "claim:12:fails_after");
    EXPECT_EQ(planned_fault("claim:12:fails_after"), fault);
    for (const char *wrong :
         {"", "claim", "claim:12", "claim:x:hangs", "nothing:1:hangs", "claim:1:sings", "claim::hangs"}) {
        EXPECT_EQ(planned_fault(wrong), std::nullopt) << wrong;
    }
}

} // namespace
} // namespace simulation
