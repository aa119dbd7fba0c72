#include "gateway/scheduler_life.h"

#include "gateway/logging.h"
#include "loader/contract.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

namespace sample_host {
namespace {

// How long canceled runs may take: the executor kills within two seconds, the rest is the store's.
constexpr std::chrono::seconds cancel_timeout(10);

std::string words(const gs_error &error, int32_t status) {
    return error.text[0] == '\0' ? "the scheduler answered with status " + std::to_string(status) : error.text;
}

gs_scheduler *made(const gs_scheduler_api &api, const gs_host &host, const gs_options &options) {
    gs_scheduler *scheduler = nullptr;
    gs_error error = empty_error();
    const int32_t status = api.create(&host, &options, &scheduler, &error);
    if (status != GS_OK) throw SchedulerError("the scheduler cannot be made: " + words(error, status));
    return scheduler;
}

// Waits for one of the two, and tells whether it was the first.
bool first_is_ready(int first, int second) {
    std::array<pollfd, 2> sources{pollfd{first, POLLIN, 0}, pollfd{second, POLLIN, 0}};
    while (::poll(sources.data(), sources.size(), -1) < 0) {
    }
    return sources[0].revents != 0;
}

std::string seconds_text(std::chrono::microseconds duration) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g s", std::chrono::duration<double>(duration).count());
    return text.data();
}

} // namespace

void check_scheduler_options(const gs_scheduler_api &api, const gs_options &options) {
    gs_host nothing{};
    nothing.struct_size = sizeof(gs_host);
    api.destroy(made(api, nothing, options));
}

SchedulerLife::SchedulerLife(const gs_scheduler_api &api, const gs_host &host, const gs_options &options,
                             executor::CommandExecutor &executor)
    : api_(api), executor_(executor), scheduler_(made(api, host, options)) {
    executor_.set_scheduler(&api_, scheduler_);
}

SchedulerLife::~SchedulerLife() {
    if (!stop(std::chrono::microseconds(0), GS_STOP_CANCEL)) end_with_hook_inside();
    executor_.set_scheduler(nullptr, nullptr);
    api_.destroy(scheduler_);
}

void SchedulerLife::start() {
    gs_error error = empty_error();
    const int32_t status = api_.start(scheduler_, &error);
    if (status != GS_OK) throw SchedulerError("the scheduler does not start: " + words(error, status));
}

bool SchedulerLife::stop(std::chrono::microseconds deadline, int32_t mode) {
    gs_error error = empty_error();
    return api_.stop(scheduler_, deadline.count(), mode, &error) == GS_OK;
}

void end_with_hook_inside() {
    log(GS_LOG_ERROR, "a call of the scheduler into this host has not returned, so nothing can be unloaded: the host "
                      "ends without tidying up");
    std::_Exit(1);
}

int run_until_stopped(SchedulerLife &life, const StopSignals &signals, const executor::CommandExecutor &executor,
                      std::chrono::microseconds drain_timeout) {
    const bool asked = first_is_ready(signals.descriptor(), executor.broken_descriptor());
    if (asked) {
        signals.take();
        log(GS_LOG_INFO, "ending: runs have " + seconds_text(drain_timeout) +
                             " to end, then they are canceled; a second signal cancels them at once");
    } else {
        log(GS_LOG_ERROR, "the process that starts commands was killed: the host ends, to be started anew");
    }
    const executor::Descriptor done(::eventfd(0, EFD_CLOEXEC));
    bool drained = false;
    std::thread drain([&] {
        drained = life.stop(drain_timeout, GS_STOP_DRAIN);
        ::eventfd_write(done.get(), 1);
    });
    bool canceled = true;
    if (first_is_ready(signals.descriptor(), done.get())) {
        signals.take();
        log(GS_LOG_WARNING, "ending at once: runs are canceled");
        canceled = life.stop(cancel_timeout, GS_STOP_CANCEL);
    }
    drain.join();
    if (!drained || !canceled) end_with_hook_inside();
    log(GS_LOG_INFO, "ended");
    return asked ? 0 : 1;
}

} // namespace sample_host
