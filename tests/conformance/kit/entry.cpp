// entry.cpp - the one exported function and the table that it hands out. What a kit has nothing to do with is refused
// in words. No exception goes further than this file.
#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <type_traits>

#include <gateway_scheduler/scheduler.h>

#include "kit.h"

namespace {

std::int32_t tell(gs_error *error, std::int32_t status, const std::string &text) {
    if (status == GS_OK || error == nullptr || error->struct_size < sizeof(gs_error)) return status;
    error->status = status;
    error->position = -1;
    error->field[0] = '\0';
    std::size_t size = std::min(text.size(), sizeof error->text - 1);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    std::memcpy(error->text, text.data(), size);
    error->text[size] = '\0';
    return status;
}

// The only catch of everything.
template <class Body>
std::int32_t guarded(gs_error *error, Body body) noexcept {
    std::string told;
    try {
        return tell(error, body(told), told);
    } catch (const std::exception &fault) {
        return tell(error, GS_FAILED, fault.what());
    } catch (...) {
        return tell(error, GS_FAILED, "the conformance kit has failed");
    }
}

// What a scheduler does and a conformance kit does not.
template <class... Arguments>
std::int32_t refused(gs_scheduler * /*scheduler*/, Arguments... arguments) noexcept {
    static const char *const sentence =
        "this is the conformance kit, which runs no jobs: expected gateway_scheduler.so";
    gs_error *error = nullptr;
    const auto find = [&](auto argument) {
        if constexpr (std::is_same_v<decltype(argument), gs_error *>) error = argument;
    };
    (find(arguments), ...);
    return guarded(error, [](std::string &told) {
        told = sentence;
        return GS_REFUSED;
    });
}

void job_init(gs_job *job) {
    const std::uint32_t size = job->struct_size;
    gs_job defaults{};
    defaults.struct_size = size;
    defaults.start_at = defaults.end_at = GS_NO_TIME;
    defaults.retries = 3;
    defaults.notify_on = GS_NOTIFY_COMPLETED | GS_NOTIFY_FAILED | GS_NOTIFY_DISABLED;
    std::memcpy(job, &defaults, std::min<std::size_t>(size, sizeof defaults));
}

std::int32_t create(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error) {
    return guarded(error, [&](std::string &told) -> std::int32_t {
        if (host == nullptr || options == nullptr || scheduler == nullptr) {
            told = "create was called without a host, options or a place for the scheduler";
            return GS_INVALID;
        }
        if (host->struct_size < sizeof(gs_host) || options->struct_size < sizeof(gs_options)) {
            told = "the struct_size of the host or of the options is below that of ABI version 0.1";
            return GS_INVALID;
        }
        *scheduler = new gs_scheduler(*host, *options);
        return GS_OK;
    });
}

// Whoever is still inside needs the memory.
void destroy(gs_scheduler *scheduler) {
    if (scheduler != nullptr && scheduler->may_be_freed()) delete scheduler;
}

std::int32_t start(gs_scheduler *scheduler, gs_error *error) {
    return guarded(error, [&](std::string &told) { return scheduler->start(told); });
}

std::int32_t stop(gs_scheduler *scheduler, std::int64_t deadline, std::int32_t /*mode*/, gs_error *error) {
    return guarded(error, [&](std::string &told) { return scheduler->stop(deadline, told); });
}

std::int32_t complete_run(gs_scheduler *scheduler, const gs_id *run, std::int32_t attempt,
                          const gs_completion *completion, gs_error *error) {
    return guarded(error, [&](std::string &told) {
        told = "the attempt is not one that waits for a completion";
        return scheduler->complete_run(*run, attempt, completion);
    });
}

std::int32_t progress(gs_scheduler *scheduler, const gs_id *run, std::int32_t attempt, gs_error *error) {
    return guarded(error, [&](std::string &told) {
        told = "the attempt is not going";
        return scheduler->progress(*run, attempt);
    });
}

std::int32_t health(gs_scheduler *scheduler, gs_health *health) {
    return guarded(nullptr, [&](std::string & /*told*/) -> std::int32_t {
        if (health == nullptr || health->struct_size < sizeof(gs_health)) return GS_INVALID;
        *health = gs_health{};
        health->struct_size = sizeof(gs_health);
        scheduler->health(*health);
        return GS_OK;
    });
}

std::int32_t stats(gs_scheduler * /*scheduler*/, gs_stats *stats) {
    if (stats == nullptr || stats->struct_size < sizeof(gs_stats)) return GS_INVALID;
    *stats = gs_stats{};
    stats->struct_size = sizeof(gs_stats);
    return GS_OK;
}

const void *extension(gs_scheduler * /*scheduler*/, gs_string /*name*/) {
    return nullptr;
}

const gs_scheduler_api api{
    sizeof(gs_scheduler_api),
    GS_ABI_VERSION_0_1,
    CONFORMANCE_VERSION,
    job_init,
    create,
    destroy,
    start,
    stop,
    refused, // add_or_update
    refused, // cancel
    refused, // cancel_run
    refused, // pause
    refused, // resume
    refused, // run_now
    complete_run,
    progress,
    refused, // preview
    refused, // explain
    refused, // explain_job
    refused, // describe
    refused, // validate
    health,
    stats,
    extension,
};

} // namespace

const gs_scheduler_api *gateway_scheduler_entry(uint32_t oldest_abi, uint32_t newest_abi, gs_error *error) {
    if (oldest_abi <= GS_ABI_VERSION_0_1 && GS_ABI_VERSION_0_1 <= newest_abi) return &api;
    tell(error, GS_INCOMPATIBLE, "this conformance kit speaks ABI version 0.1, the host does not");
    return nullptr;
}
