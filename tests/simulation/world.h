// What all parts of one simulation share: time, chance, the store and its weather, the hooks' faults, the processes,
// the observer. Not thread-safe.
#pragma once

#include "chronicle.h"
#include "hook_faults.h"
#include "observer.h"
#include "process.h"
#include "random.h"
#include "setting.h"
#include "store.h"
#include "timeline.h"
#include "zones.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

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
    double hangs = 0;       // for longer than a lease
    engine::Duration slowest = std::chrono::milliseconds(4);
};

struct World {
    World(std::uint64_t seed, bool brief, Zones &zone_source);

    engine::Instant store_now() const { return engine::Instant(clock_offset + timeline.now()); }
    void count_fault(const std::string &kind) {
        ++faults[kind];
        observer.fault_injected(kind);
    }
    void disturb(engine::Duration length = {}) { observer.disturbed(length); }

    // A process of some gateway, with an executor of its own unless the setting has a common one.
    std::shared_ptr<Process> new_process();

    Timeline timeline;
    Random random;
    Zones &zones;
    Setting setting;
    Store store;
    Observer observer;
    Chronicle chronicle;
    HookFaults hooks;
    Weather fair_weather; // what it goes back to
    Weather weather;
    DriverMutation mutation = DriverMutation::none;
    engine::Duration clock_offset{0}; // the store's clock minus the timeline's
    std::shared_ptr<const Behaviours> behaviours;
    std::shared_ptr<Executor> common_executor; // attempts live elsewhere, whatever becomes of the processes
    bool calm = false;                         // the executors', from now on
    std::vector<std::shared_ptr<Process>> processes;
    std::function<void(Process &)> crash; // ends a process, as the fault of a hook
    std::uint64_t schedulers = 0;         // so many were made
    std::map<std::string, std::int64_t> faults;

  private:
    void hear(const std::shared_ptr<Process> &process);
};

} // namespace simulation
