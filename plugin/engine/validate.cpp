#include "engine/validate.h"

#include <array>
#include <cstdint>

namespace gateway_scheduler::engine {

namespace {

constexpr Duration kMaxDuration = std::chrono::hours(24 * 366);
constexpr std::int32_t kMaxRetries = 1000;
constexpr std::int32_t kAllEvents = 63;

Refusal invalid(std::string field, const std::string &expected) {
    std::string text = field + " must be " + expected;
    return {false, std::move(field), std::move(text)};
}

struct DurationRule {
    const char *field;
    Duration value;
    Duration least;
};

std::optional<Refusal> check_durations(const Definition &definition) {
    const Duration none{0};
    const Duration least{1000};
    const std::array rules{
        DurationRule{"jitter", definition.jitter, none},
        DurationRule{"catch_up_window", definition.catch_up_window, least},
        DurationRule{"start_deadline", definition.start_deadline, none},
        DurationRule{"timeout", definition.timeout, least},
        DurationRule{"stall_timeout", definition.stall_timeout, none},
        DurationRule{"retry_delay", definition.retry_delay, least},
        DurationRule{"retry_max_delay", definition.retry_max_delay, least},
    };
    for (const DurationRule &rule : rules) {
        if (rule.value < none) return invalid(rule.field, "a duration of zero or more; a negative one was given");
        if (rule.value < rule.least) return invalid(rule.field, "at least one millisecond");
        if (rule.value > kMaxDuration) return invalid(rule.field, "at most 366 days");
    }
    return std::nullopt;
}

std::optional<Refusal> check_numbers(const Definition &definition) {
    if (definition.retries < 0 || definition.retries > kMaxRetries) return invalid("retries", "from 0 to 1000");
    if (definition.max_runs < 0) return invalid("max_runs", "0 (no limit) or more");
    if (definition.max_active < 1) return invalid("max_active", "1 or more");
    if (definition.catch_up_limit < 1) return invalid("catch_up_limit", "1 or more");
    if (definition.disable_after_failures < 0) return invalid("disable_after_failures", "0 (never) or more");
    if (definition.units != 1 && definition.units != 2 && definition.units != 4) {
        return invalid("class", "light, medium or resource-intensive");
    }
    if ((definition.notify_on & ~kAllEvents) != 0) {
        return invalid("notify_on", "a set of completed, failed, canceled, skipped, missed and disabled");
    }
    if (definition.start_at && definition.end_at && *definition.end_at <= *definition.start_at) {
        return invalid("end_at", "later than start_at");
    }
    return std::nullopt;
}

Refusal unsupported(std::string field, const std::string &what) {
    return {true, std::move(field), what + " is not built into this release; the job was not stored"};
}

// What later releases will carry out. It is refused rather than stored and ignored.
std::optional<Refusal> check_abilities(const Definition &definition) {
    const Duration none{0};
    if (definition.overlap != Overlap::skip) return unsupported("overlap", "an overlap other than skip");
    if (definition.max_active != 1) return unsupported("max_active", "a max_active other than 1");
    if (definition.catch_up != CatchUp::latest) return unsupported("catch_up", "a catch_up other than latest");
    if (definition.catch_up_limit != 100) return unsupported("catch_up_limit", "a catch_up_limit");
    if (definition.start_deadline > none) return unsupported("start_deadline", "a start_deadline");
    if (definition.priority != 0) return unsupported("priority", "a priority");
    if (definition.disable_after_failures != 0) {
        return unsupported("disable_after_failures", "disable_after_failures");
    }
    if (definition.delete_when_finished) return unsupported("delete_when_finished", "delete_when_finished");
    return std::nullopt;
}

} // namespace

std::optional<Refusal> validate(const Definition &definition) {
    if (auto refusal = check_durations(definition)) return refusal;
    if (auto refusal = check_numbers(definition)) return refusal;
    return check_abilities(definition);
}

} // namespace gateway_scheduler::engine
