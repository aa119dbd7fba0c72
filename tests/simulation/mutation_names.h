// The engine's deliberate bugs by their names. Values only.
#pragma once

#include "engine/mutation.h"

#include <string_view>
#include <vector>

namespace simulation {

struct NamedMutation {
    std::string_view name;
    gateway_scheduler::engine::Mutation mutation;
};

const std::vector<NamedMutation> &named_mutations();

} // namespace simulation
