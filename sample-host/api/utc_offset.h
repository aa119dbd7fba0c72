// What a zone's clocks show, by the zone data that the scheduler has. Thread-safe: the scheduler's function is.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>
#include <string_view>

namespace sample_host::api {

// How far east of UTC they are at that instant, in seconds; 0 if the scheduler cannot say.
int32_t utc_offset(const gs_scheduler_api &api, gs_scheduler *scheduler, std::string_view zone, int64_t instant);

} // namespace sample_host::api
