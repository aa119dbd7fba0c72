#include "engine/validate.h"

#include <array>
#include <cstdint>

namespace gateway_scheduler::engine {

namespace {

constexpr Duration kMaxDuration = std::chrono::hours(24 * 366);
constexpr std::int32_t kMaxRetries = 1000;
constexpr std::int32_t kMaxActive = 1000;
constexpr std::int32_t kMaxCatchUp = 10'000;
constexpr std::int32_t kMaxPriority = 1000;
constexpr std::int32_t kAllEvents = 63;

Refusal invalid(std::string field, const std::string &expected) {
    std::string text = field + " must be " + expected;
    return {std::move(field), std::move(text)};
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
    if (definition.max_active < 1 || definition.max_active > kMaxActive) return invalid("max_active", "from 1 to 1000");
    if (definition.overlap == Overlap::parallel && definition.max_active < 2) {
        return invalid("max_active", "2 or more with overlap = parallel");
    }
    if (definition.catch_up_limit < 1 || definition.catch_up_limit > kMaxCatchUp) {
        return invalid("catch_up_limit", "from 1 to 10000");
    }
    if (definition.priority < -kMaxPriority || definition.priority > kMaxPriority) {
        return invalid("priority", "from -1000 to 1000");
    }
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

} // namespace

std::optional<Refusal> validate(const Definition &definition) {
    if (auto refusal = check_durations(definition)) return refusal;
    return check_numbers(definition);
}

} // namespace gateway_scheduler::engine
