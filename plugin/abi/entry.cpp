// The door: the one exported function, and the table that it hands out.
#include "abi/commands.h"
#include "abi/create.h"
#include "abi/definition.h"
#include "abi/error.h"
#include "abi/extensions.h"
#include "abi/life.h"
#include "abi/preview.h"
#include "abi/validation.h"

#include <gateway_scheduler/layout.h>
#include <gateway_scheduler/scheduler.h>

#include <string>

namespace gateway_scheduler::abi {

namespace {

std::int32_t guarded_create(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error) {
    return guarded([&] { return create(host, options, scheduler, error); },
                   [&](const char *what) { return fail(error, GS_FAILED, what); });
}

void guarded_destroy(gs_scheduler *scheduler) {
    guarded([&] { destroy(scheduler); }, [](const char *) {});
}

void guarded_job_init(gs_job *job) {
    guarded([&] { init_job(job); }, [](const char *) {});
}

const gs_scheduler_api kApi = {
    sizeof(gs_scheduler_api),
    GS_ABI_VERSION_0_1,
    GATEWAY_SCHEDULER_VERSION,
    guarded_job_init,
    guarded_create,
    guarded_destroy,
    start,
    stop,
    add_or_update,
    cancel,
    cancel_run,
    pause,
    resume,
    run_now,
    complete_run,
    progress,
    preview,
    explain,
    explain_job,
    describe,
    validate,
    health,
    stats,
    extension,
};

std::string version_text(std::uint32_t version) {
    return std::to_string(version >> 16U) + "." + std::to_string(version & 0xFFFFU);
}

} // namespace

} // namespace gateway_scheduler::abi

const gs_scheduler_api *gateway_scheduler_entry(uint32_t oldest_abi, uint32_t newest_abi, gs_error *error) {
    using namespace gateway_scheduler::abi;
    return guarded(
        [&]() -> const gs_scheduler_api * {
            if (oldest_abi <= GS_ABI_VERSION_0_1 && GS_ABI_VERSION_0_1 <= newest_abi) return &kApi;
            fail(error, GS_INCOMPATIBLE,
                 "this scheduler speaks ABI version " + version_text(GS_ABI_VERSION_0_1) + "; the host speaks " +
                     version_text(oldest_abi) + " to " + version_text(newest_abi));
            return nullptr;
        },
        [](const char *) -> const gs_scheduler_api * { return nullptr; });
}
