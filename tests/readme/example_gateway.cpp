// A whole gateway, as the README shows it: it loads the scheduler, lends it its hooks and waits for three fires.
#include <gateway_scheduler/scheduler.h>

#include "memory_storage.h" // stands in for the storage of your gateway

#include <dlfcn.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <latch>

namespace {

struct Gateway {
    const gs_scheduler_api *api = nullptr;
    gs_scheduler *scheduler = nullptr;
    std::latch fires{3};
};

// The executor: here an agent would be woken up. It answers at once; a real one answers later, from any thread.
std::int32_t start_run(void *context, const gs_start *start, gs_error *) {
    auto &gateway = *static_cast<Gateway *>(context);
    std::printf("due at %lld us: %.*s\n", static_cast<long long>(start->due_at),
                static_cast<int>(start->job->payload.size), reinterpret_cast<const char *>(start->job->payload.data));
    gs_completion completion{};
    completion.struct_size = sizeof completion;
    completion.result = GS_RESULT_SUCCEEDED;
    gateway.api->complete_run(gateway.scheduler, &start->run_id, start->attempt, &completion, nullptr);
    gateway.fires.count_down();
    return GS_OK;
}

std::int32_t cancel_run(void *, const gs_id *, std::int32_t, std::int32_t, gs_error *) {
    return GS_NOT_FOUND;
}

gs_string text(const char *words) {
    return {words, std::strlen(words)};
}

} // namespace

int main(int, char **arguments) {
    void *plugin = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    auto entry = plugin ? reinterpret_cast<gs_entry_fn>(dlsym(plugin, GS_ENTRY_SYMBOL)) : nullptr;
    gs_error error{};
    error.struct_size = sizeof error;
    Gateway gateway;
    gateway.api = entry ? entry(GS_ABI_VERSION, GS_ABI_VERSION, &error) : nullptr;
    if (!gateway.api) return std::fprintf(stderr, "no scheduler: %s\n", entry ? error.text : dlerror()), 1;

    gs_executor executor{};
    executor.struct_size = sizeof executor;
    executor.context = &gateway;
    executor.session.bytes[0] = 1; // a real gateway draws it at random, anew with each process
    executor.start = start_run;
    executor.cancel = cancel_run;
    memory_storage *storage = memory_storage_new(nullptr, nullptr);
    gs_host host{};
    host.struct_size = sizeof host;
    host.executor = &executor;
    host.storage = memory_storage_table(storage);
    bool good = gateway.api->create(&host, nullptr, &gateway.scheduler, &error) == GS_OK &&
                gateway.api->start(gateway.scheduler, &error) == GS_OK;

    gs_job job{};
    job.struct_size = sizeof job;
    gateway.api->job_init(&job);
    job.id = text("greeting");
    job.schedule = text("@every 1s");
    const char *prompt = "Say hello to everybody.";
    job.payload = {reinterpret_cast<const std::uint8_t *>(prompt), std::strlen(prompt)};
    good = good && gateway.api->add_or_update(gateway.scheduler, &job, GS_REVISION_ANY, nullptr, &error) == GS_OK;
    if (good)
        gateway.fires.wait();
    else
        std::fprintf(stderr, "refused: %s\n", error.text);

    constexpr std::int64_t ten_seconds = 10'000'000;
    good = gateway.api->stop(gateway.scheduler, ten_seconds, GS_STOP_DRAIN, &error) == GS_OK && good;
    gateway.api->destroy(gateway.scheduler);
    memory_storage_free(storage);
    return good ? 0 : 1;
}
