// What became of one instant of a job: the answer, and the evidence that it is given from. Values only.
#pragma once

#include "engine/rows.h"
#include "engine/timetable.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway_scheduler::engine {

// The numbers are those of GS_ANSWER_* in host-api/scheduler.h.
enum class AnswerKind : std::int32_t {
    ran = 1,
    going = 2,
    skipped = 3,
    merged = 4,
    expired = 5,
    missed = 6,
    paused = 7,
    excluded = 8,
    no_match = 9,
    forgotten = 10,
    waits = 11,
    to_come = 12
};

struct JobAnswer {
    AnswerKind kind = AnswerKind::no_match;
    Instant at{};
    std::optional<RunRow> run;
    std::optional<RecordRow> record;
    std::optional<Instant> down_from; // no scheduler was heard of from here
    std::optional<Instant> down_until;
    std::optional<Instant> previous_fire;
    std::optional<Instant> next_fire;
    std::string text;
};

// What a due job that is not claimed waits for, as far as this scheduler knows.
enum class WaitsFor : std::uint8_t {
    a_look,   // it has just become due, or another replica is about to look at it
    capacity, // all units are in use
    key,      // runs of its concurrency key, or its turn to make up for what it missed
    claim,    // a write of it is under way
    storage,  // the storage does not answer
    clock     // the store's clock leapt; claims are held
};

struct Evidence {
    std::string job_id;
    std::optional<JobRow> job;      // none: there is no such job any more
    Timetable times;                // null: none, or its schedule does not parse
    std::vector<RunRow> runs;       // of this due instant, newest first
    std::vector<RecordRow> records; // that cover it, newest first
    std::vector<RecordRow> events;  // of the job, newest first
    std::vector<ReplicaRow> replicas;
    std::optional<RunRow> named; // the run that the newest record names
    WaitsFor waits_for = WaitsFor::a_look;
    std::optional<Instant> storage_failing_since;
    Instant now{};
};

} // namespace gateway_scheduler::engine
