// job_head.h - what a write has to know of a job before it decides; it holds even in a row that cannot be decoded.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gateway_scheduler/abi.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

struct JobHead {
    std::int64_t generation = 0;
    std::int64_t version = 0;
    std::int64_t next_fire = GS_NO_TIME;
    gs_id writer{};
};

std::optional<JobHead> find_job(Connection &connection, std::string_view id); // nullopt: no such job

bool decodable(Connection &connection, std::string_view id); // of a job that is there

// The job's present version, 0 without such a job.
std::int64_t present_version(Connection &connection, std::string_view id);

} // namespace sample_host::sql
