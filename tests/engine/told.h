// What the tests compare is text that a person can read: "10:00..16:00 x7 merged/catch_up". Pure functions.
#pragma once

#include "bench.h"
#include "engine/look.h"

#include <string>
#include <vector>

namespace engine_test {

// "17:00", with seconds where there are some, with the day where it is not that of the bench's start.
std::string clock_text(Instant instant);

std::string told(Outcome outcome);
std::string told(const Disposed &disposed);
std::string told(const RecordRow &record); // of an event: "event/failures"
std::string told(const RunRow &run);       // "17:00 running", "17:00 canceled/replaced", "manual succeeded"

using Lines = std::vector<std::string>;

// What became of a job's instants, in their order; manual runs and events come last.
Lines history_of(const Bench &bench, const std::string &job_id);

} // namespace engine_test
