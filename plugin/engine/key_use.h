// How many open runs this engine takes care of on each concurrency key. The store alone decides whether a key is full;
// this tells what it would find at the least. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace gateway_scheduler::engine {

class KeyUse {
  public:
    void add(const std::string &key) { ++runs_[key]; }
    void remove(const std::string &key) {
        const auto found = runs_.find(key);
        if (found != runs_.end() && --found->second == 0) runs_.erase(found);
    }
    std::int32_t runs(const std::string &key) const {
        const auto found = runs_.find(key);
        return found == runs_.end() ? 0 : found->second;
    }

  private:
    std::unordered_map<std::string, std::int32_t> runs_;
};

} // namespace gateway_scheduler::engine
