// The end of an attempt that comes after its run had ended without it: noted on the run's row, and nothing else.
#pragma once

#include "engine/core.h"

#include <cstdint>

namespace gateway_scheduler::engine {

// Whoever tells of an attempt that is over may forget it. It is noted only for a run that this engine has closed, and
// of which nothing was heard by then.
void note_late_completion(Core &core, const RunRow &run, std::int32_t attempt, const Completion &completion);

} // namespace gateway_scheduler::engine
