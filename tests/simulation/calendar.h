// When a job's definition says that it fires, computed from the schedule alone and not by the engine. Values only.
#pragma once

#include "engine/definition.h"
#include "engine/zone_source.h"
#include "schedule/schedule.h"

#include <cstdint>
#include <optional>

namespace simulation {

namespace engine = gateway_scheduler::engine;

class Calendar {
  public:
    // Of an invalid definition none.
    static std::optional<Calendar> of(const engine::Definition &definition, engine::ZoneSource &zones);

    std::optional<engine::Instant> next(engine::Instant after) const { return schedule_.next(after); }
    std::optional<engine::Instant> previous(engine::Instant at_or_before) const {
        return schedule_.previous(at_or_before);
    }
    std::optional<engine::Instant> after_completion(engine::Instant finished) const {
        return schedule_.after_completion(finished);
    }
    bool fires_at(engine::Instant instant) const { return schedule_.previous(instant) == instant; }
    bool from_completion() const { return schedule_.from_completion(); }
    bool manual() const { return schedule_.manual(); }

    // Fires in [first, last], counted one by one up to `limit`; -1 when there are more.
    std::int64_t count(engine::Instant first, engine::Instant last, std::int64_t limit) const;

  private:
    explicit Calendar(gateway_scheduler::schedule::Schedule schedule) : schedule_(std::move(schedule)) {}

    gateway_scheduler::schedule::Schedule schedule_;
};

} // namespace simulation
