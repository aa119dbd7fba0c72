// Where a pending fire goes when the zone data changes under it. Pure; any thread.
#pragma once

#include <optional>

#include "schedule/instant.h"
#include "schedule/schedule.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {

// The fire that takes the place of `pending`, which is the first one not disposed of under the old data; `schedule` is
// with the new data. Fires are not lost and not doubled:
//  - a fixed local time keeps its place in the series: the first fire whose local time is not before that of `pending`;
//  - one that follows elapsed time fires next after `fired` and `checked`, instants that both data have left out.
// before: the zone as it was; null: not known, then the fire that is nearest to `pending`.
// fired: the last instant disposed of. checked: when the old data was seen to hold last.
std::optional<Instant> rederived(const Schedule &schedule, const Zone *before, Instant pending, Instant fired,
                                 Instant checked);

} // namespace gateway_scheduler::schedule
