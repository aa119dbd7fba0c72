// What the storage answered to one call. Values only.
#pragma once

#include "engine/boxed.h"
#include "engine/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway_scheduler::engine {

enum class ItemOutcome : std::int32_t {
    done = 1,
    already = 2,
    conflict = 3,
    stale = 4,
    busy = 5,
    early = 6,
    refused = 7,
    gone = 8,
    bad = 9
};

struct ItemResult {
    ItemOutcome outcome = ItemOutcome::done;
    std::int64_t version = 0;
    std::int64_t version_before = 0;
    std::int64_t epoch = 0;
    std::int32_t attempt = 0;
    RunState state = RunState::claimed;
    Outcome run_outcome = Outcome::none;
    std::int32_t claimed_runs = 0;
    std::int32_t running_runs = 0;
    std::vector<Id> runs;      // busy
    Boxed<JobRow> job;         // begin
    std::string payload;       // claim
    std::optional<Instant> at; // when it took effect
    std::string detail;        // bad
};

enum class CallStatus : std::uint8_t {
    ok,
    unavailable, // perhaps applied
    failed       // permanently, nothing applied
};

struct StorageAnswer {
    CallStatus status = CallStatus::ok;
    std::string error;
    std::optional<Instant> store_now; // none when the call failed before the clock was read
    Moment sent{};                    // right before the call
    Moment received{};                // right after it
    std::vector<ItemResult> items;
    std::vector<JobRow> jobs;
    std::vector<RunRow> runs;
    std::vector<RecordRow> records;
    std::vector<ReplicaRow> replicas;
    std::vector<CalendarRow> calendars;
    std::vector<Id> cancel_requested;
};

} // namespace gateway_scheduler::engine
