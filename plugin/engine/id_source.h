// Makes ids: UUID version 7, whose byte order is their order of creation. Deterministic from its seed, so that a
// simulation replays. Not thread-safe; the engine owns one.
#pragma once

#include "engine/id.h"
#include "engine/time.h"

#include <cstdint>

namespace gateway_scheduler::engine {

class IdSource {
  public:
    explicit IdSource(std::uint64_t seed) : state_(seed) {}

    // An id whose first 48 bits are milliseconds of `now`, or of the last id when the clock went back.
    Id next(Instant now);

    std::uint64_t random();

  private:
    std::uint64_t state_;
    std::int64_t last_millisecond_ = 0;
    std::uint32_t sequence_ = 0;
};

} // namespace gateway_scheduler::engine
