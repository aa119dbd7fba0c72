// A job's schedule in words. Thread-safe: the scheduler's function is.
#pragma once

#include "gateway/serve.h"

#include <gateway_scheduler/job.h>

#include <string>

namespace sample_host::api {

// Empty when the scheduler cannot say: another version of it may have stored a schedule that this one does not read.
std::string describe(const Gateway &gateway, const gs_job &job);

} // namespace sample_host::api
