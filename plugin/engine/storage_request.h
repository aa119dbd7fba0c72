// What the engine asks of the storage. Preconditions and effects stand in host-api/storage_item.h. Values only.
#pragma once

#include "engine/boxed.h"
#include "engine/rows.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gateway_scheduler::engine {

// Items of the batched writes.
struct PutJob {
    std::int64_t expected_version = 0; // 0: must not exist
    JobRow row;
    bool hold = false;
    Boxed<RecordRow> record;
};

struct RemoveJob {
    std::string id;
    std::int64_t version = 0;
    Boxed<RecordRow> record;
};

struct DisableJob {
    std::string id;
    std::int64_t version = 0;
    std::string reason;
    Boxed<RecordRow> record; // always there
};

struct Claim {
    std::shared_ptr<const Definition> definition;
    std::int64_t generation = 0;
    std::int64_t version = 0;
    std::int64_t revision = 0;
    Trigger trigger = Trigger::schedule;
    Id run_id;
    Instant due_at{};
    std::optional<Instant> next_fire;
    std::optional<Instant> fire_at;
    std::optional<Instant> look_at;
    std::string concurrency_key;
    std::int32_t max_active = 1;
    Boxed<RecordRow> record;
    std::int64_t fires = 0;  // the job's scheduled claims, this one included; the storage counts by itself
    std::int64_t merged = 0; // older instants that the record has merged into the run
};

struct Pass {
    std::string job_id;
    std::int64_t version = 0;
    bool rederive = false; // nothing is passed: the times are written as they are under other zone data or calendars
    std::string tzdata_version; // rederive only
    std::optional<Instant> next_fire;
    std::optional<Instant> fire_at;
    std::optional<Instant> look_at;
    Boxed<RecordRow> record;
};

struct Begin {
    Id run_id;
    std::int64_t epoch = 0;
    bool start = false;
};

struct Update {
    Id run_id;
    std::int64_t epoch = 0;
    std::int32_t from_states = 0; // RunState bits
    RunState to_state = RunState::closed;
    Outcome outcome = Outcome::none;
    Reason reason = Reason::none;
    bool announced = false;
    std::optional<Instant> wake_at;
    std::optional<Instant> next_fire; // arms a completion-anchored job
    std::optional<Instant> started_at;
    bool attempt_spent = true;
    std::string error;
    std::string output;
    bool output_truncated = false;
    std::int32_t late_result = 0; // closed to closed only: a Result, and nothing else is written
};

struct AskCancel {
    Id run_id;
    Reason reason = Reason::requested;
};

struct RecordAnnounced {
    Id record_id;
};

using WriteItem = std::variant<PutJob, RemoveJob, DisableJob, Claim, Pass, Begin, Update, AskCancel, RecordAnnounced>;

// Calls that are not batches of items.
struct Join {
    Id predecessor;
};
struct Beat {};
struct Retire {
    Id incarnation;
    std::int64_t beat = 0; // 0: any
    Retirement how = Retirement::by_itself;
};
struct ReadReplicas {};
struct ReadJob {
    std::string id;
};
struct ReadJobs {
    std::string after;
    std::string other_than; // not empty: only jobs that depend on zone data and were computed with another version
    std::uint32_t limit = 0;
};
struct ReadCalendars {};
struct ReadDue {
    Instant until{};
    std::optional<Instant> after_look_at;
    std::string after_id;
    std::uint32_t limit = 0;
};
struct ReadWake {
    Instant until{};
    std::optional<Instant> after_wake_at;
    Id after_id;
    std::uint32_t limit = 0;
};
struct ReadRuns {
    Id before;
    Id run_id;
    std::string job_id;
    std::string owner_instance;
    std::int32_t states = 0; // RunState bits; 0: all
    std::optional<Instant> due_at;
    std::uint32_t limit = 0;
};
struct ReadRecords {
    Id before;
    std::string job_id;
    std::optional<Instant> covering; // only those with first_due <= covering <= last_due
    bool events = false;             // only those of the kind event
    std::uint32_t limit = 0;
};

using Read = std::variant<ReadReplicas, ReadJob, ReadJobs, ReadCalendars, ReadDue, ReadWake, ReadRuns, ReadRecords>;
using Write = std::variant<Join, Beat, Retire, std::vector<WriteItem>>; // the items are all of one kind

} // namespace gateway_scheduler::engine
