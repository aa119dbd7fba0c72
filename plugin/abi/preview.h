// What a schedule would do: preview, explain and describe, without any job. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t preview(gs_scheduler *scheduler, const gs_preview *preview, gs_fire_fn fire, void *context,
                     gs_error *error);
std::int32_t explain(gs_scheduler *scheduler, const gs_preview *schedule, gs_string at, gs_explanation_fn explanation,
                     void *context, gs_error *error);
std::int32_t describe(gs_scheduler *scheduler, const gs_preview *schedule, gs_text_fn text, void *context,
                      gs_error *error);

} // namespace gateway_scheduler::abi
