// What all parts of one simulation share: time, chance, the store and its weather, the executor, the observer.
// Not thread-safe.
#pragma once

#include "executor.h"
#include "observer.h"
#include "random.h"
#include "store.h"
#include "timeline.h"
#include "zones.h"

#include <cstdint>
#include <map>
#include <string>

namespace simulation {

// Deliberate faults of the driver, to prove that the observer sees them.
enum class DriverMutation : std::uint8_t {
    none,
    starts_twice,     // another executor start of the same attempt
    starts_late,      // the permission to start is not judged before the call
    loses_notices,    // a notice is said to be told and is not
    garbles_notices,  // what is told is not what is on record
    calls_for_nothing // the storage is asked over and over
};

// How the storage is doing.
struct Weather {
    bool outage = false;
    double lost_before = 0; // no effect, no answer
    double lost_after = 0;  // effect, no answer
    engine::Duration slowest = std::chrono::milliseconds(4);
};

struct World {
    World(std::uint64_t seed, Zones &zone_source)
        : random(seed), zones(zone_source), executor(timeline, random.fork()), observer(store, zone_source) {
        store.watch(&observer);
    }

    engine::Instant store_now() const { return engine::Instant(clock_offset + timeline.now()); }
    void count_fault(const std::string &kind) { ++faults[kind]; }

    Timeline timeline;
    Random random;
    Zones &zones;
    Store store;
    Executor executor;
    Observer observer;
    Weather fair_weather; // what it goes back to
    Weather weather;
    DriverMutation mutation = DriverMutation::none;
    engine::Duration clock_offset{0}; // the store's clock minus the timeline's
    std::map<std::string, std::int64_t> faults;
};

} // namespace simulation
