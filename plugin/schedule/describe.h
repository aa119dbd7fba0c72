// A schedule as a sentence for people, in plain English and without a full stop. Pure; any thread.
#pragma once

#include <string>

#include "schedule/pattern.h"
#include "schedule/schedule.h"

namespace gateway_scheduler::schedule {

// "every 5 minutes from 09:00 to 17:59, Monday to Friday"; the zone is named unless it is UTC and nothing depends on
// it.
std::string describe(const Schedule &schedule);

// The parts of a pattern's sentence.
std::string describe_times(const Pattern &pattern);
std::string describe_days(const Pattern &pattern);

} // namespace gateway_scheduler::schedule
