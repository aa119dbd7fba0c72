// What is known of every attempt of this executor's life, until the scheduler releases it. Thread-safe.
#pragma once

#include <gateway_scheduler/executor.h>

#include <array>
#include <compare>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace sample_host::executor {

struct AttemptKey {
    std::array<uint8_t, 16> run_id{};
    int32_t attempt = 0;

    AttemptKey(const gs_id &run_id_, int32_t attempt_);
    gs_id id() const;
    auto operator<=>(const AttemptKey &) const = default;
};

struct Completion {
    int32_t result = GS_RESULT_FAILED; // GS_RESULT_*
    std::string output;
    bool truncated = false;
    std::string error;

    gs_completion lent() const; // borrows from this object
};

class Attempts {
  public:
    // False: the attempt is known, and must not begin again.
    bool begin(const AttemptKey &key);
    // It did not begin after all.
    void abandon(const AttemptKey &key);
    void end(const AttemptKey &key, Completion completion);
    // A released attempt that is still going is forgotten when it ends.
    void release(const AttemptKey &key);

    struct Known {
        int32_t state = GS_ATTEMPT_NEVER_STARTED; // GS_ATTEMPT_*
        std::optional<Completion> completion;     // present if the state is GS_ATTEMPT_ENDED
    };
    Known find(const AttemptKey &key) const;

  private:
    struct Entry {
        bool released = false;
        std::optional<Completion> completion;
    };
    mutable std::mutex mutex_;
    std::map<AttemptKey, Entry> entries_;
};

} // namespace sample_host::executor
