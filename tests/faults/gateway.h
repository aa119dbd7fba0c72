// A gateway whose hooks can go wrong: the plugin behind its C table, the sample host's SQLite storage, an executor and
// a notifier in memory. A call that is refused is noted and made again, as a patient client would. Thread-safety: one
// thread calls; the hooks come on any.
#pragma once

#include "faults/executor.h"
#include "faults/faulty_tables.h"
#include "faults/notice_log.h"
#include "loader/plugin.h"
#include "storage/storage.h"

#include <gateway_scheduler/scheduler.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

namespace faults {

struct Job {
    std::string id;
    std::string schedule;
    std::string payload;
    std::string calendar; // empty: none
};

// What a caller was told instead of GS_OK.
struct Refusal {
    std::string call;
    std::int32_t status = GS_OK;
    std::string text;
};

class Gateway {
  public:
    Gateway(const sample_host::Plugin &plugin, const std::filesystem::path &file, Injector &injector,
            bool shared_store);
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    // Throw TookTooLong when they never come through; stop also throws std::runtime_error when it is not GS_OK.
    void start();
    void stop(std::int32_t mode);
    void add(const Job &job);
    void pause(const std::string &job_id);
    void resume(const std::string &job_id);
    void remove(const std::string &job_id);
    void run_now(const std::string &job_id);
    void cancel_run(const gs_id &run_id);
    void explain(const std::string &job_id, std::int64_t instant);

    std::string health() const; // in words; "ok" when it is
    sample_host::Storage &storage() { return *storage_; }
    const Executor &executor() const { return executor_; }
    const NoticeLog &notices() const { return notices_; }
    const std::vector<Refusal> &refusals() const { return refusals_; }
    std::string log() const;

  private:
    using Call = std::function<std::int32_t(gs_error *error)>;

    void create();
    void destroy();
    // Until it comes through. `once_doubtful`: the status that says so after an answer was lost to the caller.
    void carry_out(const std::string &name, const Call &call, std::int32_t once_doubtful = GS_OK);
    void report(const gs_id &run_id, std::int32_t attempt, const gs_completion &completion);
    static void write_log(void *context, std::int32_t level, gs_string message);

    const gs_scheduler_api &api_;
    std::unique_ptr<sample_host::Storage> storage_;
    NoticeLog notices_;
    std::shared_mutex scheduler_mutex_; // held shared where a thread of the executor uses it
    gs_scheduler *scheduler_ = nullptr;
    Executor executor_;
    FaultyTables tables_;
    gs_log log_{};
    std::vector<Refusal> refusals_;
    mutable std::mutex log_mutex_;
    std::vector<std::string> log_lines_;
};

} // namespace faults
