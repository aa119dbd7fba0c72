// What a client says of a job. The numbers of the enumerations are those of host-api/job.h. Values only.
#pragma once

#include "engine/time.h"
#include "schedule/schedule.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

enum class Overlap : std::int32_t { skip = 0, queue = 1, parallel = 2, replace = 3 };
enum class CatchUp : std::int32_t { latest = 0, skip = 1, all = 2 };
enum class RetryOn : std::int32_t { temporary = 0, any = 1 };
enum class OnLost : std::int32_t { report = 0, run_again = 1 };

// The bits of notify_on, and the events that a notice tells of.
enum class NoticeEvent : std::int32_t {
    completed = 1,
    failed = 2,
    canceled = 4,
    skipped = 8,
    missed = 16,
    disabled = 32
};

struct Definition {
    std::string id;
    std::string name;
    std::string owner;
    std::string schedule;
    std::string zone; // as typed; empty is UTC
    schedule::DstGap dst_gap = schedule::DstGap::run_after;
    schedule::DstOverlap dst_overlap = schedule::DstOverlap::first;
    std::vector<std::pair<std::string, std::string>> labels;
    std::optional<Instant> start_at;
    std::optional<Instant> end_at; // exclusive
    std::int64_t max_runs = 0;
    Duration jitter{0};
    Overlap overlap = Overlap::skip;
    std::int32_t max_active = 1;
    std::string concurrency_key; // empty is the job itself
    CatchUp catch_up = CatchUp::latest;
    std::int32_t catch_up_limit = 100;
    Duration catch_up_window = std::chrono::hours(24);
    Duration start_deadline{0};
    Duration timeout = std::chrono::minutes(30);
    Duration stall_timeout{0};
    std::int32_t retries = 3;
    RetryOn retry_on = RetryOn::temporary;
    Duration retry_delay = std::chrono::seconds(1);
    Duration retry_max_delay = std::chrono::hours(1);
    OnLost on_lost = OnLost::report;
    std::int32_t units = 1; // the class
    std::int32_t priority = 0;
    std::int32_t disable_after_failures = 0;
    std::int32_t notify_on = 1 | 2 | 32;
    bool paused = false;
    std::string pause_reason;
    bool delete_when_finished = false;
    std::vector<std::string> calendars; // names, as given
    std::string payload;                // empty where a row was read without it

    bool operator==(const Definition &) const = default;
};

// Ids that begin so are the scheduler's own: it carries such jobs out itself, and no client may store or remove one.
inline constexpr std::string_view kSystemPrefix = "system/";
bool is_system_job(std::string_view job_id);

// What a run of it takes of the host's capacity, in units: nothing if the host does not carry it out.
std::int32_t units_of(const Definition &definition);

// The key that overlap is judged on. A job's own key starts with a byte that no other key may contain.
std::string active_key(const Definition &definition);

} // namespace gateway_scheduler::engine
