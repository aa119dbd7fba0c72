// Thread-safe: the scheduler's function is.
#include "api/utc_offset.h"

#include "loader/contract.h"
#include "json/time.h"

#include <string>

namespace sample_host::api {

// Only fires tell of offsets, so the instant is made one.
int32_t utc_offset(const gs_scheduler_api &api, gs_scheduler *scheduler, std::string_view zone, int64_t instant) {
    const std::string schedule = "@at " + json::format_time(instant);
    gs_preview preview{};
    preview.struct_size = sizeof(preview);
    preview.count = 1;
    preview.schedule = lend(schedule);
    preview.zone = lend(zone);
    preview.after = instant - 1;
    preview.start_at = GS_NO_TIME;
    preview.end_at = GS_NO_TIME;
    int32_t offset = 0;
    const auto keep = [](void *context, const gs_fire *fire) -> int32_t {
        *static_cast<int32_t *>(context) = fire->utc_offset;
        return 1;
    };
    gs_error error = empty_error();
    const int32_t status = api.preview(scheduler, &preview, keep, &offset, &error);
    return status == GS_OK ? offset : 0;
}

} // namespace sample_host::api
