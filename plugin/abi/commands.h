// The calls that wait for the engine: changes of jobs and runs, and the question what became of an instant, as
// functions of the contract. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t add_or_update(gs_scheduler *scheduler, const gs_job *job, std::int64_t expected_revision,
                           gs_change *change, gs_error *error);
std::int32_t cancel(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error);
std::int32_t cancel_run(gs_scheduler *scheduler, const gs_id *run_id, gs_error *error);
std::int32_t pause(gs_scheduler *scheduler, gs_string job_id, gs_string reason, gs_change *change, gs_error *error);
std::int32_t resume(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error);
std::int32_t run_now(gs_scheduler *scheduler, gs_string job_id, gs_id *run_id, gs_error *error);
std::int32_t explain_job(gs_scheduler *scheduler, gs_string job_id, gs_string at, gs_job_explanation_fn visit,
                         void *context, gs_error *error);

} // namespace gateway_scheduler::abi
