// Ids of rows that an import makes itself. Thread-safe: pure but for the system's random numbers.
#pragma once

#include <gateway_scheduler/abi.h>

#include <cstdint>

namespace sample_host::move {

// A UUID of version 7 of that moment, microseconds since the epoch. Throws std::runtime_error.
gs_id new_id(int64_t now);

} // namespace sample_host::move
