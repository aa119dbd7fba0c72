// Where events for the loop wait. Any thread puts, the loop takes all at once. Putting wakes the loop, unless it can do
// nothing with the event yet.
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
struct JobsChanged {
    std::vector<std::string> job_ids; // empty: any
};
struct StopAsked {
    engine::StopMode mode = engine::StopMode::drain;
    engine::Moment deadline{};
};

using Event = std::variant<WriteAnswered, ReadAnswered, StartAnswered, RunCompleted, RunProgressed, QueryAnswered,
                           NoticeAnswered, CommandGiven, JobsChanged, StopAsked>;

class Inbox {
  public:
    explicit Inbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    void put(Event event) {
        bool wakes = false;
        {
            const std::lock_guard lock(mutex_);
            if (std::holds_alternative<WriteAnswered>(event)) writing_ = false;
            wakes = !woken_ && !(writing_ && only_leads_to_a_write(event));
            woken_ = woken_ || wakes;
            events_.push_back(std::move(event));
        }
        if (wakes) wake_();
    }

    std::vector<Event> take_all() {
        const std::lock_guard lock(mutex_);
        woken_ = false;
        return std::exchange(events_, {});
    }

    // A write is under way, or its answer is not waited for any longer. While one is, what becomes of runs waits for
    // its answer, which wakes the loop: a thousand of them are gone through at once and not one by one.
    void writing(bool under_way) {
        const std::lock_guard lock(mutex_);
        writing_ = under_way;
    }

  private:
    static bool only_leads_to_a_write(const Event &event) {
        return std::holds_alternative<StartAnswered>(event) || std::holds_alternative<RunCompleted>(event) ||
               std::holds_alternative<RunProgressed>(event) || std::holds_alternative<NoticeAnswered>(event);
    }

    std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<Event> events_;
    bool woken_ = false; // since everything was taken
    bool writing_ = false;
};

} // namespace gateway_scheduler::runtime
