// kit.h - what stands behind the scheduler's handle: a host, and the examination that start puts it through.
// Thread-safety: any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

#include <gateway_scheduler/scheduler.h>

#include "examination.h"

// The contract's opaque type.
struct gs_scheduler {
  public:
    gs_scheduler(const gs_host &host, const gs_options &options);
    ~gs_scheduler() = default;
    gs_scheduler(const gs_scheduler &) = delete;
    gs_scheduler &operator=(const gs_scheduler &) = delete;

    // Each as the function of its name in the table; `told` is the sentence for the gs_error.
    std::int32_t start(std::string &told);
    std::int32_t stop(std::int64_t deadline, std::string &told);
    std::int32_t complete_run(const gs_id &run, std::int32_t attempt, const gs_completion *completion);
    std::int32_t progress(const gs_id &run, std::int32_t attempt);
    void health(gs_health &health);

    bool may_be_freed(); // no thread is inside, the host's own included

  private:
    enum class State { made, examining, done, stopped };

    std::int32_t examine(std::string &told);
    std::int32_t verdict(const std::vector<conformance::kit::Result> &results, std::string &told);
    void log(std::int32_t level, const std::string &message) const;

    const gs_host host_;
    std::atomic<int> calls_ = 0; // completions and signs of life that are inside
    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::made;
    bool passed_ = false;
    std::string summary_ = "the conformance kit has not been started";
    conformance::kit::Examination examination_;
};
