// How many open runs this engine takes care of on each concurrency key. The store alone decides whether a key is full;
// this tells what it would find at the least. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace gateway_scheduler::engine {

class KeyUse {
  public:
    // A key's counter; it stays where it is as long as a run counts on it.
    class Counter {
        friend class KeyUse;
        std::int32_t runs_ = 0;
    };

    Counter &add(const std::string &key) {
        Counter &counter = counters_[key];
        if (counter.runs_++ == 0) ++in_use_;
        return counter;
    }

    void remove(Counter &counter) {
        if (--counter.runs_ > 0) return;
        --in_use_;
        if (counters_.size() > kSpare + 2 * in_use_) sweep();
    }

    std::int32_t runs(const std::string &key) const {
        const auto found = counters_.find(key);
        return found == counters_.end() ? 0 : found->second.runs_;
    }

    std::size_t size() const { return counters_.size(); } // those kept for later included

  private:
    static constexpr std::size_t kSpare = 1000; // unused ones that are kept: most keys are used again and again

    void sweep() {
        std::erase_if(counters_, [](const auto &entry) { return entry.second.runs_ == 0; });
    }

    std::unordered_map<std::string, Counter> counters_;
    std::size_t in_use_ = 0;
};

} // namespace gateway_scheduler::engine
