// The settings of one engine, fixed for its life. The defaults are those of host-api/host.h. Values only.
#pragma once

#include "engine/id.h"
#include "engine/time.h"

#include <cstdint>
#include <string>

namespace gateway_scheduler::engine {

struct Config {
    std::string instance = "default";
    Id executor_session;
    Id data_directory;
    bool predecessor_dead = false; // the host vouches for it
    bool store_exclusive = false;  // only one process can open the store
    bool executor_answers = false; // it has query and release
    bool has_notifier = false;
    std::int32_t capacity = 4; // units
    std::size_t horizon_limit = 100'000;
    Duration horizon = std::chrono::seconds(60);
    Duration refresh = std::chrono::seconds(5);
    Duration lease = std::chrono::minutes(2);
    Duration cancel_grace = std::chrono::seconds(10);
    Duration missed_after = std::chrono::minutes(1);      // what is noticed later is missed
    Duration catch_up_interval = std::chrono::seconds(1); // between the starts of one job's missed instants
    Duration zone_check = std::chrono::seconds(20);       // how often the zone data is looked at
    std::uint64_t seed = 1;
    Duration watchdog_period = std::chrono::seconds(10); // how often the loop's age is looked at
    Duration loop_limit = std::chrono::seconds(60); // a loop that has not turned for longer is woken; it sleeps 30 s

    // Fixed by the protocol.
    Duration start_window = std::chrono::seconds(2);
    Duration start_window_margin = std::chrono::milliseconds(500);
    Duration clock_leap = std::chrono::minutes(5);           // a larger one holds claims
    Duration clock_leap_confirmed = std::chrono::minutes(1); // until it has lasted so long
};

} // namespace gateway_scheduler::engine
