// Start, stop and what goes on between: completions, health, counters. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t start(gs_scheduler *scheduler, gs_error *error);
std::int32_t stop(gs_scheduler *scheduler, std::int64_t deadline, std::int32_t mode, gs_error *error);
void destroy(gs_scheduler *scheduler);
std::int32_t complete_run(gs_scheduler *scheduler, const gs_id *run_id, std::int32_t attempt,
                          const gs_completion *completion, gs_error *error);
std::int32_t progress(gs_scheduler *scheduler, const gs_id *run_id, std::int32_t attempt, gs_error *error);
std::int32_t health(gs_scheduler *scheduler, gs_health *health);
std::int32_t stats(gs_scheduler *scheduler, gs_stats *stats);

} // namespace gateway_scheduler::abi
