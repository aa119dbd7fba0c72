// Health and counters of the scheduler as JSON objects. Durations are whole microseconds here, for monitoring to
// compare; the keys say so. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <string>
#include <string_view>

namespace sample_host::json {

std::string health_to_json(const gs_health &health, std::string_view instance);
std::string stats_to_json(const gs_stats &stats);

} // namespace sample_host::json
