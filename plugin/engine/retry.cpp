#include "engine/retry.h"

#include "engine/mutation.h"

#include <algorithm>

namespace gateway_scheduler::engine {

bool may_retry(const Definition &definition, std::int32_t attempt, bool temporary) {
    if (attempt > definition.retries && !mutated(Mutation::retries_for_ever)) return false;
    return temporary || definition.retry_on == RetryOn::any;
}

Duration retry_delay(const Definition &definition, std::int32_t attempt, std::uint64_t random) {
    Duration delay = definition.retry_delay;
    for (std::int32_t i = 1; i < attempt && delay < definition.retry_max_delay; ++i) delay *= 2;
    delay = std::min(delay, definition.retry_max_delay);
    const std::int64_t spread = delay.count() / 4;
    return delay + Duration(spread > 0 ? static_cast<std::int64_t>(random % static_cast<std::uint64_t>(spread)) : 0);
}

} // namespace gateway_scheduler::engine
