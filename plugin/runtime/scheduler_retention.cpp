// The scheduler's own job: how it comes into the store, and what its executor is told of the rest.
#include "runtime/retention_job.h"
#include "runtime/scheduler.h"

namespace gateway_scheduler::runtime {

namespace {
// A command waits so long for the store, and for the scheduler to have joined.
constexpr engine::Duration kPatience = std::chrono::hours(1);
constexpr engine::Duration kAgain = std::chrono::seconds(30);
} // namespace

void Scheduler::look_at_retention(engine::Moment now) {
    if (!retention_due_ || now < *retention_due_) return;
    retention_due_.reset();
    engine_.command(kRetentionCommand, retention_command(*policy_), now + kPatience, now);
}

void Scheduler::retention_stored(const engine::Reply &reply) {
    using engine::CommandStatus;
    const bool done = reply.status == CommandStatus::ok || reply.status == CommandStatus::not_found;
    if (done || reply.status == CommandStatus::not_running) return;
    retention_due_ = hooks_.clock.boottime() + kAgain;
    hooks_.log.write(engine::LogLevel::warning, std::string(kRetentionJob) + " could not be stored: " + reply.text);
}

RetentionExecutor::Surroundings Scheduler::around_retention() {
    return {hooks_.storage,
            hooks_.clock,
            [this](engine::Trigger trigger) { return reliable_store_now(trigger); },
            [this](engine::Id run_id, std::int32_t attempt, StartAnswer answer) {
                inbox_.put(StartAnswered{run_id, attempt, answer.status, std::move(answer.error)});
            },
            [this](engine::Id run_id, std::int32_t attempt, engine::Completion completion) {
                complete(run_id, attempt, std::move(completion));
            },
            [this](engine::Id run_id, std::int32_t attempt) { progress(run_id, attempt); },
            on_broken_};
}

// What is old is judged by the store's clock, and what is removed is gone. After a leap claims are held until the clock
// has been confirmed; nothing tells of a leap that happened before this scheduler knew the clock, so a sweep that
// nobody has asked for waits for as long after a start. That also keeps it out of the way of what has to be made up for
// then.
std::optional<engine::Instant> Scheduler::reliable_store_now(engine::Trigger trigger) {
    const engine::Moment now = hooks_.clock.boottime();
    const std::lock_guard lock(snapshot_mutex_);
    if (!store_offset_ || snapshot_.engine.claims_held) return std::nullopt;
    const bool asked_for = trigger == engine::Trigger::manual;
    if (!asked_for && now - *store_known_since_ < config_.clock_leap_confirmed) return std::nullopt;
    return engine::Instant(now.time_since_epoch() + *store_offset_);
}

} // namespace gateway_scheduler::runtime
