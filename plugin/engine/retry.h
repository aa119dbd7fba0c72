// When a failed attempt is repeated, and after how long. Pure functions.
#pragma once

#include "engine/definition.h"

#include <cstdint>

namespace gateway_scheduler::engine {

// `attempt` is the one that just failed, 1 and up.
bool may_retry(const Definition &definition, std::int32_t attempt, bool temporary);

// Doubling from retry_delay to retry_max_delay, then up to a quarter more, drawn by `random`, so that runs that
// failed together do not come back together.
Duration retry_delay(const Definition &definition, std::int32_t attempt, std::uint64_t random);

} // namespace gateway_scheduler::engine
