// Would add_or_update take this job? Asked without a store. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t validate(gs_scheduler *scheduler, const gs_job *job, gs_error *error);

} // namespace gateway_scheduler::abi
