// An attempt's end at the door. Any thread.
#pragma once

#include "engine/event.h"

#include <gateway_scheduler/executor.h>

#include <optional>
#include <string>

namespace gateway_scheduler::abi {

// Why a completion cannot be taken, one sentence; empty: it can.
std::string check_completion(const gs_completion *completion);

// Output beyond the limit is cut on a character's boundary and flagged; bytes that are not UTF-8 are kept as they are.
engine::Completion copy_completion(const gs_completion *completion);

} // namespace gateway_scheduler::abi
