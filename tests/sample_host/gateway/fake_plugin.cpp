// A scheduler that schedules nothing. The instance's name tells how it behaves:
//   "fails to be made", "fails to start", "hangs" (stop answers that a hook is inside),
//   "busy" (a drain lasts until it is told to cancel).
// It writes what it is told to standard error, and at start runs a command that sleeps. One that is lent nothing, to
// hear what it thinks of the options, keeps silent.
#include <gateway_scheduler/scheduler.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>

struct gs_scheduler {
    gs_host host;
    std::string instance;
    std::mutex mutex;
    std::condition_variable changed;
    bool canceled = false;
};

namespace {

int32_t tell(gs_error *error, int32_t status, const char *text) {
    error->status = status;
    std::snprintf(error->text, sizeof(error->text), "%s", text);
    return status;
}

int32_t create(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error) {
    const std::string instance(options->instance.data, options->instance.size);
    if (instance == "fails to be made") return tell(error, GS_INVALID, "max_concurrent is odd");
    if (options->predecessor_dead != 1) return tell(error, GS_INVALID, "the host does not vouch");
    if (host->executor != nullptr) {
        std::fprintf(stderr, "fake: missed after %lld, catch-up interval %lld\n",
                     static_cast<long long>(options->missed_after), static_cast<long long>(options->catch_up_interval));
    }
    *scheduler = new gs_scheduler{*host, instance, {}, {}};
    return GS_OK;
}

void destroy(gs_scheduler *scheduler) {
    if (scheduler->host.executor != nullptr) std::fprintf(stderr, "fake: destroyed\n");
    delete scheduler;
}

int32_t start(gs_scheduler *scheduler, gs_error *error) {
    if (scheduler->instance == "fails to start") return tell(error, GS_FAILED, "no zones were found");
    static const std::string payload = R"({"command":["sleep","1000"]})";
    gs_job job{};
    job.struct_size = sizeof(gs_job);
    job.payload = {reinterpret_cast<const uint8_t *>(payload.data()), payload.size()};
    gs_start start{};
    start.struct_size = sizeof(gs_start);
    start.attempt = 1;
    start.job = &job;
    return scheduler->host.executor->start(scheduler->host.executor->context, &start, error);
}

int32_t stop(gs_scheduler *scheduler, int64_t deadline, int32_t mode, gs_error *) {
    std::fprintf(stderr, "fake: stop in mode %d within %lld\n", mode, static_cast<long long>(deadline));
    std::unique_lock lock(scheduler->mutex);
    if (mode == GS_STOP_CANCEL) scheduler->canceled = true;
    scheduler->changed.notify_all();
    if (scheduler->instance == "busy") scheduler->changed.wait(lock, [&] { return scheduler->canceled; });
    return scheduler->instance == "hangs" ? GS_STILL_INSIDE : GS_OK;
}

int32_t complete_run(gs_scheduler *, const gs_id *, int32_t, const gs_completion *, gs_error *) {
    std::fprintf(stderr, "fake: a run was completed\n");
    return GS_OK;
}

} // namespace

const gs_scheduler_api *gateway_scheduler_entry(uint32_t, uint32_t newest_abi, gs_error *) {
    static gs_scheduler_api api{};
    api.struct_size = sizeof(gs_scheduler_api);
    api.abi_version = newest_abi;
    api.plugin_version = "9.9.9";
    api.create = create;
    api.destroy = destroy;
    api.start = start;
    api.stop = stop;
    api.complete_run = complete_run;
    return &api;
}
