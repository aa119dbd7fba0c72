// Which attempts are awaited, so that complete_run can say at once whether a completion is new, repeated or late. It
// remembers attempts that ended for a while. What it does not know is settled later, from the store. Any thread.
#pragma once

#include "engine/id.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>

namespace gateway_scheduler::runtime {

class AttemptLedger {
  public:
    // late: it was given up before; its end is noted, once, and changes nothing
    enum class Verdict : std::uint8_t { accepted, already, stale, late };

    void expect(engine::Id run_id, std::int32_t attempt);
    void ended(engine::Id run_id, std::int32_t attempt);
    Verdict complete(engine::Id run_id, std::int32_t attempt);

    // Is this attempt awaited, as far as is known?
    bool awaited(engine::Id run_id, std::int32_t attempt);

  private:
    static constexpr std::size_t kRemembered = 100'000;

    struct Entry {
        std::int32_t attempt = 0;
        bool ended = false;
        bool given_up = false; // it ended without a completion
    };

    std::mutex mutex_;
    std::unordered_map<engine::Id, Entry> entries_;
    std::deque<engine::Id> oldest_; // in the order in which they were first expected
};

} // namespace gateway_scheduler::runtime
