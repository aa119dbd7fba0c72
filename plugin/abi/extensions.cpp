#include "abi/extensions.h"

#include "abi/error.h"
#include "abi/handle.h"
#include "abi/text.h"

#include <gateway_scheduler/job.h>
#include <gateway_scheduler/jobs_changed.h>

#include <string>
#include <vector>

namespace gateway_scheduler::abi {

namespace {

// Out of memory it is not told: the next refresh finds the jobs.
void jobs_changed(gs_scheduler *scheduler, const gs_string *job_ids, std::uint32_t count) {
    guarded(
        [&] {
            if (!scheduler || (count > 0 && !job_ids)) return;
            std::vector<std::string> ids;
            for (std::uint32_t i = 0; i < count; ++i) {
                const bool possible = job_ids[i].size > 0 && job_ids[i].size <= GS_MAX_ID_SIZE && job_ids[i].data;
                if (possible) ids.emplace_back(view(job_ids[i]));
            }
            if (count == 0 || !ids.empty()) scheduler->scheduler.jobs_changed(std::move(ids));
        },
        [](const char *) {});
}

constexpr gs_jobs_changed kJobsChanged = {sizeof(gs_jobs_changed), 0, jobs_changed};

} // namespace

const void *extension(gs_scheduler * /*scheduler*/, gs_string name) {
    return guarded([&]() -> const void * { return view(name) == GS_JOBS_CHANGED ? &kJobsChanged : nullptr; },
                   [](const char *) -> const void * { return nullptr; });
}

} // namespace gateway_scheduler::abi
