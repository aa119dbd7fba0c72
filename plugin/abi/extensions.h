// The optional tables, by name and revision. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

namespace gateway_scheduler::abi {

const void *extension(gs_scheduler *scheduler, gs_string name); // null: there is none of this name

} // namespace gateway_scheduler::abi
