// Each call of each hook goes wrong once, in every way: one simulated hour for each. Values only.
#pragma once

#include "simulation.h"

#include <vector>

namespace simulation {

// The hours of one seed: every hook, every call of it up to `most` that is made when nothing goes wrong, of those each
// `step`th, and every fault.
std::vector<Options> fault_matrix(std::uint64_t seed, std::int64_t most, std::int64_t step);

} // namespace simulation
