// How the storage has been answering. Reads and writes are judged apart: one may go on while the other does not. Not
// thread-safe.
#pragma once

#include "engine/decision.h"
#include "engine/storage_answer.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace gateway_scheduler::engine {

enum class StorageSide : std::uint8_t { reads, writes };

class StorageHealth {
  public:
    // A line for the log when a side begins to fail, and when it answers again.
    std::optional<LogLine> answered(StorageSide side, const StorageAnswer &answer);

    // Of the side that has failed longest; none: both answer.
    std::optional<Moment> failing_since() const;
    std::string error() const;

  private:
    struct Trouble {
        std::optional<Moment> since;
        std::string error;
    };
    const Trouble *worst() const;

    std::array<Trouble, 2> sides_;
};

} // namespace gateway_scheduler::engine
