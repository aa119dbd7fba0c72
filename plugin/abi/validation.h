// What can be asked without a store: would this job be taken, and when would this schedule fire. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t validate(gs_scheduler *scheduler, const gs_job *job, gs_error *error);
std::int32_t preview(gs_scheduler *scheduler, const gs_preview *preview, gs_fire_fn fire, void *context,
                     gs_error *error);

} // namespace gateway_scheduler::abi
