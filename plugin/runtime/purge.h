// What a purge asks of the storage, and what that answers. What each call does stands in host-api/storage_item.h.
// Values only.
#pragma once

#include "engine/id.h"
#include "engine/storage_answer.h"
#include "engine/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gateway_scheduler::runtime {

enum class PurgeKind : std::int32_t {
    runs_by_age = 1,
    runs_by_count = 2,
    records_by_age = 3,
    records_by_count = 4,
    replicas = 5
};

// Where a walk goes on.
struct PurgePlace {
    engine::Instant time{};
    engine::Id id;
    std::int64_t stayed = 0;
    std::string job_id;

    bool operator==(const PurgePlace &) const = default;
};

struct Purge {
    PurgeKind kind = PurgeKind::runs_by_age;
    std::uint32_t limit = 0;
    engine::Instant before{};
    std::optional<engine::Instant> failures_before; // none: no failure goes by age
    std::int64_t keep = 0;
    std::int64_t keep_failures = 0;
    std::optional<PurgePlace> after; // none: from the beginning
};

struct PurgeAnswer {
    engine::CallStatus status = engine::CallStatus::ok;
    engine::ItemOutcome outcome = engine::ItemOutcome::done;
    std::string error; // unless done
    std::int64_t removed = 0;
    std::int64_t failures = 0; // of these
    bool more = false;
    PurgePlace place;
};

} // namespace gateway_scheduler::runtime
