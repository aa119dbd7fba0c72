// One simulation from one seed: days of a gateway's life with everything that can go wrong, and a verdict.
// Not thread-safe; simulations share nothing.
#pragma once

#include "engine/mutation.h"
#include "hook_faults.h"
#include "observer.h"
#include "store.h"
#include "world.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

struct Options {
    std::uint64_t seed = 1;
    int days = 7;
    bool hour = false;                 // instead of days, one in which much happens and nothing but `fault` goes wrong
    int crowd = 0;                     // jobs of once a day beside the others
    bool rough = false;                // instead of days, hours in which all goes wrong that else goes wrong in days
    std::optional<PlannedFault> fault; // of one call of one hook
    bool keep_history = false;
    engine::Duration slowest_answer = std::chrono::milliseconds(4); // of the store, in fair weather
    StoreMutation store_mutation = StoreMutation::none;
    DriverMutation driver_mutation = DriverMutation::none;
    engine::Mutation engine_mutation = engine::Mutation::none;
};

struct Report {
    Options options;
    Setting setting;
    Tally tally;
    std::map<std::string, std::int64_t> faults;
    std::vector<std::string> violations;
    std::vector<std::string> history; // if it was to be kept
    HookFaults hooks;                 // how often each was called
};

engine::Duration length_of(const Options &options); // of what is simulated, before everything comes to rest
Report simulate(const Options &options);

// The command that replays a simulation.
std::string replay_command(const Options &options);

} // namespace simulation
