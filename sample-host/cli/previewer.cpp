// An instance belongs to one thread.
#include "cli/previewer.h"

#include "loader/contract.h"

namespace sample_host::cli {

Previewer::Previewer(const gs_scheduler_api &api) : api_(api) {
    gs_host host{};
    host.struct_size = sizeof(host);
    gs_options options{};
    options.struct_size = sizeof(options);
    gs_error error = empty_error();
    if (api_.create(&host, &options, &scheduler_, &error) != GS_OK) throw PreviewRefused(error);
}

Previewer::~Previewer() {
    api_.destroy(scheduler_);
}

const std::vector<gs_fire> &Previewer::fires(const json::FireQuestion &question, int64_t now) {
    gs_preview preview{};
    preview.struct_size = sizeof(preview);
    preview.dst_gap = question.dst_gap;
    preview.dst_overlap = question.dst_overlap;
    preview.count = question.count;
    preview.schedule = lend(question.schedule);
    preview.zone = lend(question.zone);
    preview.job_id = lend(question.job_id);
    preview.after = question.after.value_or(now);
    preview.start_at = GS_NO_TIME;
    preview.end_at = GS_NO_TIME;
    fires_.clear();
    fires_.reserve(question.count); // so that the visitor never allocates, hence never throws across the boundary
    gs_error error = empty_error();
    const auto visit = [](void *context, const gs_fire *fire) -> int32_t {
        auto &fires = *static_cast<std::vector<gs_fire> *>(context);
        if (fires.size() == fires.capacity()) return 1;
        fires.push_back(*fire);
        return 0;
    };
    if (api_.preview(scheduler_, &preview, visit, &fires_, &error) != GS_OK) throw PreviewRefused(error);
    return fires_;
}

void Previewer::validate(const gs_job &job) {
    gs_error error = empty_error();
    if (api_.validate(scheduler_, &job, &error) != GS_OK) throw PreviewRefused(error);
}

gs_job Previewer::default_job() const {
    gs_job job{};
    job.struct_size = sizeof(job);
    api_.job_init(&job);
    return job;
}

} // namespace sample_host::cli
