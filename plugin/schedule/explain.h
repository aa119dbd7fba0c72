// Why a schedule fires at a moment, or why it does not. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "schedule/exclusions.h"
#include "schedule/instant.h"
#include "schedule/moment.h"
#include "schedule/schedule.h"

namespace gateway_scheduler::schedule {

// The numbers are those of GS_WHY_* in host-api/scheduler.h.
enum class Why { fires = 0, fields = 1, off_grid = 2, gap = 3, twin = 4, excluded = 5, out_of_bounds = 6, event = 7 };

struct Explanation {
    Why why;
    Instant at;                      // of a local time in a gap, the first instant after it
    std::optional<Instant> previous; // the last fire before `at`, excluded days left out
    std::optional<Instant> next;     // the first fire after `at`
    std::string text;                // one sentence for people
};

Explanation explain(const Schedule &schedule, const Exclusions &exclusions, const Moment &moment);

} // namespace gateway_scheduler::schedule
