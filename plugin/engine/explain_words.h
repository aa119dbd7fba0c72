// The sentences of explain_job, for people; instants are told in the job's zone. Pure functions.
#pragma once

#include "engine/explain_job.h"

#include <string>

namespace gateway_scheduler::engine {

std::string run_words(const Evidence &evidence, const RunRow &run);
// `named`: the run that the record names, or null; `pause`: the event that tells of the pause, or null.
std::string record_words(const Evidence &evidence, const RecordRow &record, const RunRow *named,
                         const RecordRow *pause);
std::string paused_words(const Evidence &evidence, const RecordRow *pause, Instant at);
std::string waits_words(const Evidence &evidence, Instant at);
std::string to_come_words(const Evidence &evidence, Instant at);
std::string forgotten_words(const Evidence &evidence, Instant at);
std::string not_yet_added_words(const Evidence &evidence);
std::string downtime_words(const Evidence &evidence, const Downtime &down);

} // namespace gateway_scheduler::engine
