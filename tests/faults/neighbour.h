// A replica of another name, of which nothing is left but what it wrote: a job, and a run of it that was claimed.
// Whether its executor has begun that run nobody can tell.
#pragma once

#include <gateway_scheduler/storage.h>

#include <cstdint>
#include <string>

namespace faults {

// Throws std::runtime_error if the storage does not take it.
void leave_neighbour(const gs_storage &table, const std::string &job_id, std::int64_t now);

} // namespace faults
