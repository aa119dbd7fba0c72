// One scheduler from its creation to its destruction, and the orderly end of it. Made, started and destroyed by the
// main thread; stop may be called by several threads at once.
#pragma once

#include "executor/command_executor.h"
#include "gateway/signals.h"

#include <gateway_scheduler/scheduler.h>

#include <chrono>
#include <stdexcept>

namespace sample_host {

// A permanent fault: one sentence.
struct SchedulerError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// What the scheduler thinks of the options, asked of one that is lent nothing. Throws SchedulerError.
void check_scheduler_options(const gs_scheduler_api &api, const gs_options &options);

class SchedulerLife {
  public:
    // Creates it, and lets the executor's completions go to it. All arguments outlive this object.
    SchedulerLife(const gs_scheduler_api &api, const gs_host &host, const gs_options &options,
                  executor::CommandExecutor &executor);
    // Stops it if nobody has. If that does not succeed, a hook hangs: the process ends on the spot.
    ~SchedulerLife();
    SchedulerLife(const SchedulerLife &) = delete;
    SchedulerLife &operator=(const SchedulerLife &) = delete;

    gs_scheduler *get() const { return scheduler_; }
    void start();
    // GS_STOP_*. True: no thread and no hook call is left.
    bool stop(std::chrono::microseconds deadline, int32_t mode);

  private:
    const gs_scheduler_api &api_;
    executor::CommandExecutor &executor_;
    gs_scheduler *scheduler_ = nullptr;
};

// Says why nothing can be unloaded, and ends the process without doing so.
[[noreturn]] void end_with_hook_inside();

// Waits for a signal, or for the executor to break; then lets runs end for `drain_timeout`. A second signal cancels
// them at once. Returns the process's exit code.
int run_until_stopped(SchedulerLife &life, const StopSignals &signals, const executor::CommandExecutor &executor,
                      std::chrono::microseconds drain_timeout);

} // namespace sample_host
