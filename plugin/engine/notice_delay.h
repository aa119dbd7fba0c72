// How long a notice waits after the notifier asked for later. Pure.
#pragma once

#include "engine/time.h"

#include <algorithm>

namespace gateway_scheduler::engine {

// Doubling from one second, with a ceiling.
inline Duration notice_delay(int failures) {
    constexpr Duration kCeiling = std::chrono::minutes(5);
    constexpr int kDoublings = 9;
    return std::min(kCeiling, Duration(std::chrono::seconds(1)) * (1 << std::min(failures, kDoublings)));
}

// While more are under way, further notices wait in the store's wake index.
inline constexpr std::size_t kNoticesInMemory = 1000;

} // namespace gateway_scheduler::engine
