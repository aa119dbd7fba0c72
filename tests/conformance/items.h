// items.h - the items that tests send, as plain values: texts are std::string, unsaid fields have sensible defaults.
// Each can be turned into the contract's struct, which borrows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "recording.h"

// Where the standard algorithms look for it: beside the contract's type.
bool operator==(const gs_id &left, const gs_id &right);

namespace conformance {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t no_time = GS_NO_TIME;
inline constexpr gs_id no_id{};

gs_id numbered_id(std::uint64_t number); // ids of growing numbers are in growing order

// A record; its generation stays 0, so that the storage fills it in.
struct RecordItem {
    gs_id id{};
    std::string job_id = "job";
    std::int64_t first_due = no_time;
    std::int64_t last_due = no_time;
    std::int32_t kind = GS_RECORD_MISSED;
    std::int32_t reason = GS_REASON_WINDOW;
    std::int64_t count = 1;
    std::int32_t announced = 0;
    std::int64_t wake_at = no_time;
    gs_id run{};
    std::string detail;

    gs_record borrowed() const;
};

struct PutItem {
    PutItem();
    explicit PutItem(const SeenJob &job); // the row as it is, to be written again with changes

    std::string id = "job";
    std::string name, owner, zone, concurrency_key, pause_reason, payload, tzdata_version;
    std::string schedule = "* * * * *";
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<std::string> calendars;
    gs_job definition{}; // numbers only
    gs_job_row row{};    // numbers only
    std::int64_t expected_version = 0;
    bool hold = false;
    std::optional<RecordItem> record;
};

struct ClaimItem {
    ClaimItem() = default;
    ClaimItem(const SeenJob &job, gs_id run, std::int64_t due_at);

    std::string job_id = "job";
    std::string concurrency_key = "job";
    gs_id run_id{};
    std::int32_t trigger = GS_TRIGGER_SCHEDULE;
    std::int64_t generation = 0;
    std::int64_t version = 0;
    std::int64_t revision = 1;
    std::int64_t due_at = 0;
    std::int64_t next_fire = no_time;
    std::int64_t fire_at = no_time;
    std::int64_t look_at = no_time;
    std::int32_t max_active = 1;
    std::int64_t merged = 0;
    std::optional<RecordItem> record;
};

struct PassItem {
    std::string job_id = "job";
    std::int64_t version = 0;
    std::int64_t next_fire = no_time;
    std::int64_t fire_at = no_time;
    std::int64_t look_at = no_time;
    std::optional<RecordItem> record;
    bool rederive = false;
    std::string tzdata_version;
};

struct UpdateItem {
    gs_id run_id{};
    std::int64_t epoch = 1;
    std::int32_t from_states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    std::int32_t to_state = GS_STATE_RUNNING;
    std::int32_t outcome = GS_OUTCOME_NONE;
    std::int32_t reason = GS_REASON_NONE;
    std::int32_t announced = 0;
    std::int64_t wake_at = no_time;
    std::int64_t next_fire = no_time;
    std::int64_t started_at = no_time;
    std::int32_t attempt_spent = 0;
    std::int32_t output_truncated = 0;
    std::int32_t late_result = 0;
    std::string error, output;

    gs_update borrowed() const;
};

UpdateItem to_running(gs_id run, std::int64_t epoch = 1);
UpdateItem to_waiting(gs_id run, std::int64_t wake_at, std::int64_t epoch = 1);
UpdateItem to_closed(gs_id run, std::int32_t outcome, std::int64_t epoch = 1);
UpdateItem late_result(gs_id run, std::int32_t result, std::int64_t epoch = 1);

gs_runs_page runs_page(std::uint32_t limit); // of all runs; the test sets what it asks for
gs_purge purge_by_count(std::int64_t keep);  // of runs, failures included, a hundred rows a call

} // namespace conformance
