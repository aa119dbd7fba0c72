// A gateway for measuring: the plugin, the sample host's SQLite storage and an executor that completes at once.
#pragma once

#include "loader/plugin.h"
#include "storage/storage.h"

#include <gateway_scheduler/scheduler.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace benchmarks {

class Gateway {
  public:
    explicit Gateway(const std::filesystem::path &file);
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    // `count` one-shot jobs that are all due at `instant`, added from many threads.
    void add_jobs(int count, std::int64_t instant);
    void add_job(const std::string &id, const std::string &schedule);

    // Blocks until so many runs have been started; how late each was, in microseconds, ascending.
    std::vector<std::int64_t> wait_for_starts(int count);
    void wait_for_closed(std::int64_t count) const;

    static std::int64_t now(); // microseconds since the epoch

  private:
    static std::int32_t start_run(void *context, const gs_start *start, gs_error *error);
    static std::int32_t cancel_run(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t reason,
                                   gs_error *error);

    sample_host::Plugin plugin_;
    std::unique_ptr<sample_host::Storage> storage_;
    gs_executor executor_{};
    gs_scheduler *scheduler_ = nullptr;
    std::mutex mutex_;
    std::vector<std::int64_t> lateness_;
    std::atomic<std::size_t> started_{0};
};

} // namespace benchmarks
