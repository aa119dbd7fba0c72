// From what the host lends to a scheduler that does nothing yet. Any thread.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>

namespace gateway_scheduler::abi {

std::int32_t create(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error);

} // namespace gateway_scheduler::abi
