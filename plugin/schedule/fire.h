// One fire of a schedule with what daylight saving did to it, for previews. Plain value; any thread.
#pragma once

#include "schedule/instant.h"

namespace gateway_scheduler::schedule {

struct Fire {
    Instant at;
    std::chrono::seconds offset; // of the zone at that instant, east of UTC
    bool moved;                  // its local time lay in a gap; it runs right after it
    bool skipped_before;         // since the fire before, a matching local time lay in a gap and does not run
    bool twin;                   // its local time comes twice, and only this one runs
};

} // namespace gateway_scheduler::schedule
