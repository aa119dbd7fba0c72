// Thread-safe: the scheduler's function is.
#include "api/describe.h"

#include "loader/contract.h"

namespace sample_host::api {

std::string describe(const Gateway &gateway, const gs_job &job) {
    gs_preview schedule{};
    schedule.struct_size = sizeof(schedule);
    schedule.dst_gap = job.dst_gap;
    schedule.dst_overlap = job.dst_overlap;
    schedule.count = 1;
    schedule.schedule = job.schedule;
    schedule.zone = job.zone;
    schedule.job_id = job.id;
    schedule.after = GS_NO_TIME;
    schedule.start_at = job.start_at;
    schedule.end_at = job.end_at;
    std::string words;
    gs_error error = empty_error();
    // An exception may not cross the C boundary; without memory there are no words.
    const auto keep = [](void *context, gs_string text) {
        guarded(nullptr, GS_FAILED, [&] {
            *static_cast<std::string *>(context) = view(text);
            return GS_OK;
        });
    };
    const int32_t status = gateway.api.describe(gateway.scheduler, &schedule, keep, &words, &error);
    return status == GS_OK ? words : std::string();
}

} // namespace sample_host::api
