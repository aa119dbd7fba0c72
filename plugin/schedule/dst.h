// What a job wants when daylight saving leaves out or repeats its local time. Plain values.
#pragma once

namespace gateway_scheduler::schedule {

enum class DstGap { run_after, skip };
enum class DstOverlap { first, last, both };

} // namespace gateway_scheduler::schedule
