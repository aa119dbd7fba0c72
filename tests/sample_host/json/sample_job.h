// The defaults that a scheduler's job_init fills in.
#pragma once

#include <gateway_scheduler/job.h>

namespace sample_host::json {

inline gs_job default_job() {
    gs_job job{};
    job.struct_size = sizeof(job);
    job.start_at = GS_NO_TIME;
    job.end_at = GS_NO_TIME;
    job.retries = 3;
    job.notify_on = GS_NOTIFY_COMPLETED | GS_NOTIFY_FAILED | GS_NOTIFY_DISABLED;
    return job;
}

} // namespace sample_host::json
