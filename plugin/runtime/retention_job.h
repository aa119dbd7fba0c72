// The job that sweeps the history, system/retention: what the scheduler stores of it when it starts. Pure functions.
#pragma once

#include "engine/event.h"
#include "runtime/retention_policy.h"

#include <limits>

namespace gateway_scheduler::runtime {

// No caller's command has this number: they count up from 1.
inline constexpr engine::CommandId kRetentionCommand = std::numeric_limits<engine::CommandId>::max();

inline constexpr const char *kRetentionJob = "system/retention";

// Stores the job, or renews it, and leaves a pause as it is; a policy that keeps everything removes it.
engine::CommandRequest retention_command(const RetentionPolicy &policy);

} // namespace gateway_scheduler::runtime
