// An executor in memory that knows every attempt until it is released, and remembers every start for ever. What an
// attempt does stands in its job's payload. Any thread.
#pragma once

#include <gateway_scheduler/executor.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

// Payloads.
inline constexpr const char *kAtOnce = "at once";       // succeeds before start returns
inline constexpr const char *kSlowly = "slowly";        // succeeds after more than a second
inline constexpr const char *kSecondTry = "second try"; // the first attempt fails temporarily
inline constexpr const char *kUntilCanceled = "until canceled";

struct Started {
    std::string job_id;
    std::string run_id; // as text
    std::int32_t attempt = 0;
    std::int64_t due_at = 0;
    std::int64_t at = 0; // by the wall clock
};

class Executor {
  public:
    // Where ends are reported; it may be nobody for the moment.
    using Report = std::function<void(const gs_id &run_id, std::int32_t attempt, const gs_completion &completion)>;

    explicit Executor(Report report);
    ~Executor();
    Executor(const Executor &) = delete;
    Executor &operator=(const Executor &) = delete;

    gs_executor table();

    std::vector<Started> started() const;
    bool started_since(const std::string &job_id, std::int64_t due_after) const;
    bool going(const std::string &job_id) const; // an attempt of it
    int repeated_starts() const;                 // of one attempt, which begin nothing
    int overlapping_starts() const;              // of a job of which another attempt was going

  private:
    using Key = std::pair<std::string, std::int32_t>; // run id as text, attempt
    struct Attempt {
        gs_id run_id{};
        std::string job_id;
        std::int32_t result = 0; // GS_RESULT_*; 0: it is going
    };

    static std::int32_t start(void *context, const gs_start *start, gs_error *error);
    static std::int32_t cancel(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t reason,
                               gs_error *error);
    static std::int32_t query(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t *state,
                              gs_ended_fn ended, void *ended_context, gs_error *error);
    static void release(void *context, const gs_id *run_id, std::int32_t attempt);

    bool begin(const gs_start &start);
    bool end(const Key &key, std::int32_t result); // false: it is not going
    void end_slow_ones();

    Report report_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Key, Attempt> attempts_; // not released yet
    std::map<Key, Started> started_;
    std::multimap<std::chrono::steady_clock::time_point, Key> slow_; // when they end
    int repeated_starts_ = 0;
    int overlapping_starts_ = 0;
    bool stopping_ = false;
    std::thread clockwork_; // ends the slow ones
};

} // namespace faults
