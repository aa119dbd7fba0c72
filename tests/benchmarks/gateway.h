// A gateway for measuring: the plugin, a storage of the sample host and an executor that completes at once, or when it
// is told to.
#pragma once

#include "loader/plugin.h"
#include "storage/storage.h"

#include <gateway_scheduler/scheduler.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace benchmarks {

enum class Completes { at_once, when_told };

class Gateway {
  public:
    // `storage` is an address as open_storage takes it; several on one store need different names.
    // A lease of 0 is the default.
    explicit Gateway(const std::string &storage, const std::string &instance = "default", std::int64_t lease = 0,
                     Completes completes = Completes::at_once,
                     std::size_t writers = sample_host::default_storage_writers);
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    // `count` one-shot jobs that are all due at `instant`, added from many threads.
    void add_jobs(int count, std::int64_t instant);
    void add_job(const std::string &id, const std::string &schedule);

    // Blocks until so many runs have been started; how late each was, in microseconds, ascending.
    std::vector<std::int64_t> wait_for_starts(int count);
    void wait_for_closed(std::int64_t count) const;
    void complete_all(); // that have been started and wait to be told
    gs_stats stats() const;
    int jobs_in_memory() const;

    static std::int64_t now(); // microseconds since the epoch

  private:
    static std::int32_t start_run(void *context, const gs_start *start, gs_error *error);
    void complete(const gs_id &run_id, std::int32_t attempt);
    static std::int32_t cancel_run(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t reason,
                                   gs_error *error);

    sample_host::Plugin plugin_;
    std::unique_ptr<sample_host::Storage> storage_;
    gs_executor executor_{};
    gs_scheduler *scheduler_ = nullptr;
    const Completes completes_;
    std::mutex mutex_;
    std::vector<std::int64_t> lateness_;
    std::vector<std::pair<gs_id, std::int32_t>> going_; // runs and attempts, if they wait to be told
    std::atomic<std::size_t> started_{0};
};

} // namespace benchmarks
