// What is to be done about a job now, decided anew at each look from its row alone (protocol.md, "Being behind").
// Pure functions.
#pragma once

#include "engine/rows.h"
#include "engine/timetable.h"

#include <optional>
#include <string>
#include <variant>

namespace gateway_scheduler::engine {

// Instants that are disposed of without a run of their own. The ids are filled in by the caller.
struct Disposed {
    RecordKind kind = RecordKind::skipped;
    Reason reason = Reason::none;
    Instant first{};
    Instant last{};
    std::int64_t count = 0;
    std::string detail; // for people, or empty
};

struct LookNever {};
struct LookLater {
    Instant at{};
};
struct LookClaim {
    Instant due{};
    std::optional<Instant> next;
    std::optional<Disposed> merged;
    bool missed = false; // it is made up for: noticed late, or standing in for older ones
};
struct LookPass {
    Disposed disposed;
    std::optional<Instant> next;
};

using Look = std::variant<LookNever, LookLater, LookClaim, LookPass>;

// `missed_after`: an instant that is noticed later than this, or than its following one, is missed.
Look look(const JobRow &row, const JobTimes &times, Instant now, Duration missed_after);

// The claim found the concurrency key full.
enum class AtOverlap : std::uint8_t {
    pass,   // skip and parallel: all instants that are due are passed
    wait,   // queue; and what is made up for one by one
    replace // the runs in its way are asked to end, and then it starts
};
AtOverlap at_overlap(const Definition &definition, bool missed);
LookPass pass_for_overlap(const JobRow &row, const JobTimes &times, Instant now);

} // namespace gateway_scheduler::engine
