// One simulation from one seed: days of a gateway's life with everything that can go wrong, and a verdict.
// Not thread-safe; simulations share nothing.
#pragma once

#include "observer.h"
#include "store.h"
#include "world.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace simulation {

struct Options {
    std::uint64_t seed = 1;
    int days = 7;
    bool keep_history = false;
    engine::Duration slowest_answer = std::chrono::milliseconds(4); // of the store, in fair weather
    StoreMutation store_mutation = StoreMutation::none;
    DriverMutation driver_mutation = DriverMutation::none;
};

struct Report {
    Options options;
    Tally tally;
    std::map<std::string, std::int64_t> faults;
    std::vector<std::string> violations;
    std::vector<std::string> history; // if it was to be kept
};

Report simulate(const Options &options);

// The command that replays a simulation.
std::string replay_command(const Options &options);

} // namespace simulation
