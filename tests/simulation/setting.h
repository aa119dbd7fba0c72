// How one simulated gateway is set up: it differs from seed to seed. Values only.
#pragma once

#include "engine/config.h"
#include "random.h"

namespace simulation {

namespace engine = gateway_scheduler::engine;

struct Setting {
    int replicas = 1;
    bool common_executor = false;   // attempts live outside the processes, in one session for all replicas
    bool vouched = true;            // the host locks its data directory, so that it knows of its predecessor's end
    std::int64_t largest_drift = 0; // of the monotonic clocks, in parts per million
    bool brief = false;             // an hour in which much happens: short gaps, many edits
    engine::Config config;          // but for instance, session, data directory and seed
};

Setting draw_setting(Random &random);

} // namespace simulation
