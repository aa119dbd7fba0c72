#include "fault_matrix.h"

#include <algorithm>

namespace simulation {

std::vector<Options> fault_matrix(std::uint64_t seed, std::int64_t most, std::int64_t step) {
    Options hour;
    hour.seed = seed;
    hour.hour = true;
    const HookFaults undisturbed = simulate(hour).hooks;
    std::vector<Options> hours;
    for (std::size_t i = 0; i < kHooks; ++i) {
        const Hook hook = static_cast<Hook>(i);
        const std::int64_t calls = std::min(most, undisturbed.calls(hook));
        for (std::int64_t index = 0; index < calls; index += step) {
            for (const HookFault fault : all_hook_faults()) {
                hour.fault = PlannedFault{hook, index, fault};
                hours.push_back(hour);
            }
        }
    }
    return hours;
}

} // namespace simulation
