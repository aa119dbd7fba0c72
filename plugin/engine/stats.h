// Counters since the engine was made; their meaning stands in host-api/scheduler.h. Values only.
#pragma once

#include <cstdint>

namespace gateway_scheduler::engine {

struct Stats {
    std::int64_t claims = 0;
    std::int64_t claims_lost = 0;
    std::int64_t starts = 0;
    std::int64_t retries = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::int64_t timed_out = 0;
    std::int64_t canceled = 0;
    std::int64_t lost = 0;
    std::int64_t skipped = 0;
    std::int64_t missed = 0;
    std::int64_t merged = 0;
    std::int64_t notices = 0;
    std::int64_t notices_given_up = 0;
    std::int64_t storage_calls = 0;
    std::int64_t storage_failures = 0;
    std::int64_t stale_completions = 0;
    std::int64_t expired = 0;
};

} // namespace gateway_scheduler::engine
