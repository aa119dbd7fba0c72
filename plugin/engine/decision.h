// What the engine decides to have done outside, beside its calls to the storage. Values only.
#pragma once

#include "engine/boxed.h"
#include "engine/event.h"
#include "engine/job_answer.h"
#include "engine/rows.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace gateway_scheduler::engine {

struct StartRun {
    Id run_id;
    std::int32_t attempt = 1;
    Instant due_at{};
    Trigger trigger = Trigger::schedule;
    std::shared_ptr<const Definition> definition;
    std::string payload;
    std::int64_t revision = 0;
    std::int64_t merged = 0;
    Duration lateness{0};
    Moment permit_until{}; // not to be started after it
};

struct CancelAttempt {
    Id run_id;
    std::int32_t attempt = 1;
    Reason reason = Reason::none;
};

struct QueryAttempt {
    Id run_id;
    std::int32_t attempt = 1;
    std::string job_id;
};

// The attempt's end is durable, or is nobody's any more.
struct ReleaseAttempt {
    Id run_id;
    std::int32_t attempt = 1;
};

// From now on a completion of this attempt is awaited (StartRun implies it).
struct ExpectAttempt {
    Id run_id;
    std::int32_t attempt = 1;
};

struct Announce {
    Id notice_id;
    NoticeEvent event = NoticeEvent::completed;
    std::string job_id;
    std::string job_name;
    std::string owner;
    Boxed<RunRow> run;
    Boxed<RecordRow> record;
};

enum class CommandStatus : std::uint8_t {
    ok,
    invalid,
    not_found,
    conflict,
    refused,
    unavailable,
    failed,
    doubtful,
    not_running,
    stale
};

enum class ChangeKind : std::int32_t {
    none = 0,
    created = 1,
    updated = 2,
    unchanged = 3,
    removed = 4,
    paused = 5,
    resumed = 6
};

struct Reply {
    CommandId command = 0;
    CommandStatus status = CommandStatus::ok;
    std::string text; // one sentence, unless ok
    std::string field;
    int position = -1;
    ChangeKind change = ChangeKind::none;
    std::int64_t revision = 0;
    std::optional<Instant> next_fire_at;
    std::int32_t running_runs = 0;
    Id run_id;
    std::shared_ptr<const JobAnswer> answer; // to a question
};

// The first attempt to join has come to something.
struct Started {
    CommandStatus status = CommandStatus::ok; // ok, failed or refused
    std::string text;
};

struct Stopped {};

enum class LogLevel : std::int32_t { debug = 0, info = 1, warning = 2, error = 3 };

struct LogLine {
    LogLevel level = LogLevel::info;
    std::string text;
};

using Decision = std::variant<StartRun, CancelAttempt, QueryAttempt, ReleaseAttempt, ExpectAttempt, Announce, Reply,
                              Started, Stopped, LogLine>;

} // namespace gateway_scheduler::engine
