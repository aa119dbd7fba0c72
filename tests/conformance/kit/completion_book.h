// completion_book.h - what the executor has reported through complete_run and progress. Thread-safety: any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <gateway_scheduler/executor.h>

namespace conformance::kit {

using AttemptKey = std::pair<std::string, std::int32_t>; // the run id's bytes, the attempt
AttemptKey key_of(const gs_id &run, std::int32_t attempt);

struct Ending {
    std::int32_t result = 0;
    std::int32_t output_truncated = 0;
    std::string output, error;
    std::string fault; // what cannot be read of it; then nothing else holds

    bool operator==(const Ending &) const = default;
};
Ending ending_of(const gs_completion *completion);

class CompletionBook {
  public:
    // From now on completions of this attempt are expected.
    void expect(const AttemptKey &key);
    // An attempt of which nothing more is to be heard.
    void refuse(const AttemptKey &key);

    // The answers of the scheduler's own functions.
    std::int32_t complete(const AttemptKey &key, const Ending &ending);
    std::int32_t progress(const AttemptKey &key);

    std::optional<Ending> ending(const AttemptKey &key) const;
    // Waits until it has been completed; none when that took too long.
    std::optional<Ending> await(const AttemptKey &key, std::chrono::microseconds deadline) const;

    // How many calls named an attempt that was never started, or was refused.
    int strangers() const;
    int signs_of_life() const;
    int strange_signs_of_life() const;

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::set<AttemptKey> expected_;
    std::map<AttemptKey, Ending> endings_;
    int strangers_ = 0;
    int signs_ = 0;
    int strange_signs_ = 0;
};

} // namespace conformance::kit
