// How long a write that the storage has refused for good waits until it is tried again: its cause may be mended
// meanwhile, and a row that stays open blocks somebody. Pure.
#pragma once

#include "engine/time.h"

namespace gateway_scheduler::engine {

inline constexpr Duration kPoisonDelay = std::chrono::minutes(1);

} // namespace gateway_scheduler::engine
