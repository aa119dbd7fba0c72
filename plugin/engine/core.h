// What the parts of one engine share: settings, clocks, ids, the queues to the storage, counters and the decisions
// made so far. Not thread-safe.
#pragma once

#include "engine/affinity.h"
#include "engine/calendars.h"
#include "engine/capacity.h"
#include "engine/config.h"
#include "engine/decision.h"
#include "engine/id_source.h"
#include "engine/key_use.h"
#include "engine/read_queue.h"
#include "engine/stats.h"
#include "engine/store_clock.h"
#include "engine/timetable.h"
#include "engine/write_queue.h"
#include "engine/zone_source.h"

#include <string>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

struct Core {
    Core(Config settings, ZoneSource &zone_source)
        : config(std::move(settings)),
          zones(zone_source),
          clock(config.clock_leap, config.clock_leap_confirmed),
          ids(config.seed),
          capacity(config.capacity) {}

    Config config;
    ZoneSource &zones;
    Calendars calendars;
    Moment now{};
    StoreClock clock;
    IdSource ids;
    Affinity affinity;
    Capacity capacity;
    KeyUse key_use;
    WriteQueue writes;
    ReadQueue reads;
    Stats stats;
    std::vector<Decision> decisions;
    Id incarnation;
    bool joined = false;   // writes may be sent; the store's clock is known
    bool stopping = false; // nothing new begins
    Moment releases_held_until{};
    std::vector<ReleaseAttempt> held_releases;

    Instant store_now() const { return clock.at(now); }
    Id new_id() { return ids.next(clock.known() ? store_now() : Instant{}); }
    schedule::Result<Timetable> timetable_of(const Definition &definition) {
        return make_timetable(definition, zones, calendars);
    }
    // With which zone data a next fire is computed now; empty: with none.
    std::string zone_data_of(const Definition &definition) {
        return depends_on_zone(definition) ? zones.version() : std::string();
    }
    void decide(Decision decision) { decisions.push_back(std::move(decision)); }

    // The executor may forget the attempt. Not at once after a join in a process that goes on: for a moment the
    // scheduler before may still start what it was permitted to, and only who remembers an attempt refuses it.
    void release(Id run_id, std::int32_t attempt);
    void hold_releases();
    void release_held(); // whatever may go now
    void log(LogLevel level, std::string text) { decide(LogLine{level, std::move(text)}); }
};

} // namespace gateway_scheduler::engine
