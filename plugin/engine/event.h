// What the world tells the engine, beside the storage's answers. The numbers of the enumerations are those of
// host-api. Values only.
#pragma once

#include "engine/definition.h"
#include "engine/id.h"
#include "engine/rows.h"
#include "engine/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace gateway_scheduler::engine {

enum class Result : std::int32_t {
    succeeded = 1,
    failed = 2,
    failed_temporarily = 3,
    canceled = 4,
    busy = 5,
    rejected = 6
};

// How an attempt ended, as the executor saw it.
struct Completion {
    Result result = Result::succeeded;
    std::string output;
    bool output_truncated = false;
    std::string error;
};

enum class StartStatus : std::uint8_t {
    accepted,
    busy,
    rejected,
    unavailable,
    failed,
    too_late // the permission to start had run out before the executor was called: nothing was started
};

enum class AttemptState : std::uint8_t { going, ended, never_started, unknown };

enum class NoticeStatus : std::uint8_t { told, later, given_up };

using CommandId = std::uint64_t;

struct PutCommand {
    Definition definition;
    std::int64_t expected_revision = -1; // -1: any, 0: absent
    bool keeps_pause = false;            // a job that is there stays paused, or not, as it is
};
struct RemoveCommand {
    std::string job_id;
};
struct PauseCommand {
    std::string job_id;
    std::string reason;
};
struct ResumeCommand {
    std::string job_id;
};
struct RunNowCommand {
    std::string job_id;
};
struct CancelRunCommand {
    Id run_id;
};
struct ExplainCommand {
    std::string job_id;
    std::string at; // as for @at
};

using CommandRequest = std::variant<PutCommand, RemoveCommand, PauseCommand, ResumeCommand, RunNowCommand,
                                    CancelRunCommand, ExplainCommand>;

enum class StopMode : std::int32_t { drain = 0, hand_over = 1, cancel = 2 };

} // namespace gateway_scheduler::engine
