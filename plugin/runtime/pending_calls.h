// The host's calls that wait for the engine's reply. Any thread.
#pragma once

#include "engine/decision.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace gateway_scheduler::runtime {

class PendingCalls {
  public:
    // After it, every call is answered with `reply` at once.
    void close(engine::Reply reply) {
        const std::lock_guard lock(mutex_);
        closed_ = std::move(reply);
        answered_.notify_all();
    }

    engine::CommandId open() {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(++last_, std::nullopt);
        return last_;
    }

    void answer(engine::Reply reply) {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(reply.command);
        if (found == waiting_.end()) return;
        found->second = std::move(reply);
        answered_.notify_all();
    }

    engine::Reply wait(engine::CommandId id) {
        std::unique_lock lock(mutex_);
        answered_.wait(lock, [&] { return closed_ || waiting_.at(id); });
        engine::Reply reply = waiting_.at(id) ? *std::move(waiting_.at(id)) : *closed_;
        waiting_.erase(id);
        return reply;
    }

  private:
    std::mutex mutex_;
    std::condition_variable answered_;
    std::unordered_map<engine::CommandId, std::optional<engine::Reply>> waiting_;
    std::optional<engine::Reply> closed_;
    engine::CommandId last_ = 0;
};

} // namespace gateway_scheduler::runtime
