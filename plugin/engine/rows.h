// The rows of the store, as the engine knows them. Their meaning stands in host-api/job.h and run.h. Values only.
#pragma once

#include "engine/definition.h"
#include "engine/id.h"
#include "engine/time.h"
#include "schedule/exclusions.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace gateway_scheduler::engine {

enum class Trigger : std::int32_t { schedule = 1, manual = 2 };

// Bits, so that an update can name the states it may leave.
enum class RunState : std::int32_t { claimed = 1, running = 2, waiting = 4, closed = 8 };
inline constexpr std::int32_t kOpenStates = static_cast<std::int32_t>(RunState::claimed) |
                                            static_cast<std::int32_t>(RunState::running) |
                                            static_cast<std::int32_t>(RunState::waiting);

enum class Outcome : std::int32_t {
    none = 0,
    succeeded = 1,
    failed = 2,
    timed_out = 3,
    canceled = 4,
    lost = 5,
    rejected = 6,
    skipped = 7,
    expired = 8
};

enum class Reason : std::int32_t {
    none = 0,
    overlap = 1,
    executor_busy = 2,
    gate = 3,
    window = 4,
    catch_up = 5,
    start_deadline = 6,
    paused = 7,
    edited = 8,
    removed = 9,
    calendar = 10,
    requested = 11,
    stopped = 12,
    fenced = 13,
    replaced = 14,
    stalled = 15,
    unreadable = 16,
    bad_schedule = 17,
    failures = 18,
    rederived = 19,
    finished = 20,
    limit = 21
};

enum class RecordKind : std::int32_t { skipped = 1, missed = 2, merged = 3, expired = 4, event = 5 };

struct JobRow {
    bool readable = true;
    std::shared_ptr<const Definition> definition; // of an unreadable row only the id holds
    std::int64_t generation = 0;
    std::int64_t version = 0;
    std::int64_t revision = 0;
    std::optional<Instant> next_fire;
    std::optional<Instant> fire_at;
    std::optional<Instant> cursor;
    std::optional<Instant> look_at;
    std::int64_t fires = 0;
    std::int64_t failures_in_row = 0;
    bool disabled = false;
    Id writer;
    std::string tzdata_version;
    std::optional<Instant> created_at;
};

struct RunRow {
    Id id;
    std::string job_id;
    std::int64_t generation = 0;
    std::int64_t revision = 0;
    Instant due_at{};
    Trigger trigger = Trigger::schedule;
    RunState state = RunState::claimed;
    Outcome outcome = Outcome::none;
    Reason reason = Reason::none;
    std::int32_t attempt = 1;
    std::int64_t epoch = 1;
    bool attempt_spent = false;
    bool cancel_requested = false;
    bool announced = false;
    std::string owner_instance;
    Id owner_incarnation;
    std::string concurrency_key;
    std::optional<Instant> wake_at;
    std::optional<Instant> claimed_at;
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::string error;
    std::string output;
    bool output_truncated = false;
    std::int64_t merged = 0;      // older instants that were merged into it; -1: more than can be counted
    std::int32_t late_result = 0; // a Result that came after it had ended without one; 0: none
};

struct RecordRow {
    Id id;
    RecordKind kind = RecordKind::skipped;
    std::string job_id;
    std::int64_t generation = 0;
    std::optional<Instant> first_due;
    std::optional<Instant> last_due; // inclusive
    std::int64_t count = 0;          // -1: unknown
    Reason reason = Reason::none;
    Id run; // beside which, or merged into which
    bool announced = true;
    std::optional<Instant> wake_at;
    std::optional<Instant> at;
    std::string by_instance;
    Id by_incarnation;
    std::string detail;
};

// As read; immutable, because timetables keep it.
struct CalendarRow {
    std::int64_t version = 0;
    std::shared_ptr<const schedule::Calendar> calendar;
};

enum class Retirement : std::int32_t { alive = 0, by_join = 1, by_observer = 2, by_itself = 3 };

struct ReplicaRow {
    std::string instance;
    Id incarnation;
    Id session;
    Id data_directory;
    Retirement retired = Retirement::alive;
    std::int64_t beat = 0;
    std::optional<Instant> joined_at; // the times are for people, but for R61
    std::optional<Instant> last_beat_at;
    std::optional<Instant> retired_at;
};

} // namespace gateway_scheduler::engine
