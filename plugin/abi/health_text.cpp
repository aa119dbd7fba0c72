#include "abi/health_text.h"

namespace gateway_scheduler::abi {

namespace {

// Nothing in the loop sleeps longer than 30 s.
constexpr engine::Duration kLoopLimit = std::chrono::seconds(60);
constexpr engine::Duration kOffsetLimit = std::chrono::seconds(1);
constexpr engine::Duration kOverdueLimit = std::chrono::minutes(1);

std::string seconds(engine::Duration duration) {
    return std::to_string(duration.count() / 1'000'000) + " s";
}

void add(std::string &text, const std::string &sentence) {
    if (!text.empty()) text += "; ";
    text += sentence;
}

} // namespace

std::string health_text(const runtime::Health &health) {
    using runtime::LifeState;
    switch (health.state) {
    case LifeState::not_started:
        return "not started";
    case LifeState::stopping:
        return "stopping";
    case LifeState::stopped:
        return "stopped";
    case LifeState::starting:
    case LifeState::running:
        break;
    }
    if (!health.breakdown.empty())
        return "the scheduler broke down and does nothing more: " + health.breakdown + "; stop it and start a new one";
    std::string text;
    const engine::EngineHealth &engine = health.engine;
    if (engine.superseded) add(text, "another scheduler has joined as this instance: this one does nothing more");
    if (engine.storage_failing_since)
        add(text, "the storage fails: " + engine.storage_error);
    else if (engine.observing)
        add(text, "waiting for an earlier process of this instance to be gone");
    else if (!engine.joined && !engine.superseded)
        add(text, "not joined to the store yet");
    if (engine.claims_held) add(text, "the store's clock leapt forward; claims wait until it has been confirmed");
    if (health.loop_age > kLoopLimit) add(text, "the loop has not turned for " + seconds(health.loop_age));
    const bool apart = health.clock_offset > kOffsetLimit || health.clock_offset < -kOffsetLimit;
    if (apart) add(text, "the store's clock and this machine's are " + seconds(health.clock_offset) + " apart");
    if (engine.overdue > kOverdueLimit) add(text, "a job has been due for " + seconds(engine.overdue));
    return text;
}

} // namespace gateway_scheduler::abi
