// Small conversions between the contract's plain fields and the types inside. Any thread.
#pragma once

#include "engine/id.h"
#include "engine/time.h"

#include <gateway_scheduler/abi.h>

#include <cstring>
#include <optional>

namespace gateway_scheduler::abi {

inline std::int64_t micros(engine::Instant instant) {
    return instant.time_since_epoch().count();
}

inline std::int64_t micros(std::optional<engine::Instant> instant) {
    return instant ? micros(*instant) : GS_NO_TIME;
}

inline engine::Instant instant(std::int64_t micros) {
    return engine::Instant(engine::Duration(micros));
}

inline std::optional<engine::Instant> optional_instant(std::int64_t micros) {
    return micros == GS_NO_TIME ? std::nullopt : std::optional(instant(micros));
}

inline engine::Id id(const gs_id &theirs) {
    engine::Id ours;
    std::memcpy(ours.bytes.data(), theirs.bytes, sizeof theirs.bytes);
    return ours;
}

inline gs_id id(const engine::Id &ours) {
    gs_id theirs;
    std::memcpy(theirs.bytes, ours.bytes.data(), sizeof theirs.bytes);
    return theirs;
}

} // namespace gateway_scheduler::abi
