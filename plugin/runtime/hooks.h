// What the runtime needs from outside: the host's hooks, as C++. abi/ implements them over the C tables, tests by
// hand. Which thread calls what is said at each class. None of them throws.
#pragma once

#include "engine/decision.h"
#include "engine/event.h"
#include "engine/storage_answer.h"
#include "engine/storage_request.h"
#include "runtime/purge.h"

#include <optional>
#include <string>
#include <string_view>

namespace gateway_scheduler::runtime {

struct Caller {
    std::string instance;
    engine::Id incarnation;
};

// write: from the writing storage thread; read: from the reading one; purge: from the one that sweeps the history. The
// answers' moments are filled in by the caller.
class StorageHook {
  public:
    virtual ~StorageHook() = default;
    virtual engine::StorageAnswer write(const Caller &caller, const engine::Write &call) = 0;
    virtual engine::StorageAnswer read(const Caller &caller, const engine::Read &call) = 0;
    virtual PurgeAnswer purge(const Caller &caller, const Purge &call) = 0;
};

struct StartAnswer {
    engine::StartStatus status = engine::StartStatus::accepted;
    std::string error;
};

struct QueryAnswer {
    engine::AttemptState state = engine::AttemptState::unknown;
    std::optional<engine::Completion> completion;
};

// From the executor thread only.
class ExecutorHook {
  public:
    virtual ~ExecutorHook() = default;
    virtual StartAnswer start(const engine::StartRun &run) = 0;
    virtual void cancel(const engine::CancelAttempt &attempt) = 0;
    virtual QueryAnswer query(const engine::QueryAttempt &attempt) = 0;
    virtual void release(const engine::ReleaseAttempt &attempt) = 0;
};

// From the notifier thread only.
class NotifierHook {
  public:
    virtual ~NotifierHook() = default;
    virtual engine::NoticeStatus notify(const engine::Announce &notice) = 0;
};

// From any thread.
class ClockHook {
  public:
    virtual ~ClockHook() = default;
    virtual engine::Moment boottime() = 0;
    virtual engine::Instant realtime() = 0;
};

// From any thread.
class LogHook {
  public:
    virtual ~LogHook() = default;
    virtual void write(engine::LogLevel level, std::string_view text) = 0;
};

// From the loop thread.
class MetricsHook {
  public:
    virtual ~MetricsHook() = default;
    virtual void counter(std::string_view name, double increase) = 0;
    virtual void gauge(std::string_view name, double value) = 0;
    virtual void sample(std::string_view name, double value) = 0;
};

// All outlive the scheduler.
struct Hooks {
    StorageHook &storage;
    ExecutorHook &executor;
    NotifierHook &notifier;
    ClockHook &clock;
    LogHook &log;
    MetricsHook &metrics;
};

} // namespace gateway_scheduler::runtime
