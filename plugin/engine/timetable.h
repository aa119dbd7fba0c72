// A job's schedule as the engine uses it: the parsed schedule together with the bounds that the definition sets.
// Values only.
#pragma once

#include "engine/definition.h"
#include "engine/zone_source.h"
#include "schedule/error.h"
#include "schedule/schedule.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace gateway_scheduler::engine {

using Timetable = std::shared_ptr<const schedule::Schedule>;

// Parses the definition's schedule in its zone.
schedule::Result<Timetable> make_timetable(const Definition &definition, ZoneSource &zones);

// The first instant after `after` that may still fire, `fires` having fired before; none: the job is finished.
std::optional<Instant> next_fire(const Definition &definition, const schedule::Schedule &schedule, Instant after,
                                 std::int64_t fires);

// How many instants lie in [first, last]; -1 when they are too many to be counted.
std::int64_t count_instants(const schedule::Schedule &schedule, Instant first, Instant last);

} // namespace gateway_scheduler::engine
