// Where events for the loop wait. Any thread puts, the loop takes all at once. Putting wakes the loop.
#pragma once

#include "engine/event.h"
#include "engine/storage_answer.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gateway_scheduler::runtime {

struct WriteAnswered {
    engine::StorageAnswer answer;
};
struct ReadAnswered {
    engine::StorageAnswer answer;
};
struct StartAnswered {
    engine::Id run_id;
    std::int32_t attempt = 0;
    engine::StartStatus status = engine::StartStatus::accepted;
    std::string error;
};
struct RunCompleted {
    engine::Id run_id;
    std::int32_t attempt = 0;
    engine::Completion completion;
};
struct RunProgressed {
    engine::Id run_id;
    std::int32_t attempt = 0;
};
struct QueryAnswered {
    engine::Id run_id;
    std::int32_t attempt = 0;
    engine::AttemptState state = engine::AttemptState::unknown;
    std::optional<engine::Completion> completion;
};
struct NoticeAnswered {
    engine::Id notice_id;
    engine::NoticeStatus status = engine::NoticeStatus::told;
};
struct CommandGiven {
    engine::CommandId id = 0;
    engine::CommandRequest request;
    engine::Moment deadline{};
};
struct StopAsked {
    engine::StopMode mode = engine::StopMode::drain;
    engine::Moment deadline{};
};

using Event = std::variant<WriteAnswered, ReadAnswered, StartAnswered, RunCompleted, RunProgressed, QueryAnswered,
                           NoticeAnswered, CommandGiven, StopAsked>;

class Inbox {
  public:
    explicit Inbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    void put(Event event) {
        bool first = false;
        {
            const std::lock_guard lock(mutex_);
            first = events_.empty();
            events_.push_back(std::move(event));
        }
        if (first) wake_();
    }

    std::vector<Event> take_all() {
        const std::lock_guard lock(mutex_);
        return std::exchange(events_, {});
    }

  private:
    std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<Event> events_;
};

} // namespace gateway_scheduler::runtime
