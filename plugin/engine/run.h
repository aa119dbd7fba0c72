// One run that this engine takes care of: its row as the store has it, and what only memory knows. Values only.
#pragma once

#include "engine/deadline_heap.h"
#include "engine/event.h"
#include "engine/job_ref.h"
#include "engine/key_use.h"
#include "engine/rows.h"
#include "engine/timetable.h"
#include "engine/write_queue.h"

#include <memory>
#include <optional>
#include <string>

namespace gateway_scheduler::engine {

// What the executor has to do with the present attempt.
enum class AttemptPhase : std::uint8_t {
    not_started, // permitted or not, but the executor was not called
    starting,    // the executor was told to start it
    going,
    ended // completed, abandoned or refused
};

// What the executor can say of an attempt that an earlier incarnation was permitted to start.
enum class ExecutorKnowledge : std::uint8_t {
    none,   // it was another executor
    silent, // it was this one, which cannot be asked
    ask
};

// Why the attempt is being made to end.
enum class Ending : std::uint8_t { none, requested, replaced, timed_out, stalled, stopped };

struct ActiveRun {
    RunRow row;
    std::shared_ptr<const Definition> definition; // none: not read yet, or the job is gone
    Timetable timetable;                          // likewise
    std::int64_t job_fires = 0;
    JobRef job_ref = {};
    std::string payload;
    bool job_read = false; // definition is as good as it gets

    AttemptPhase phase = AttemptPhase::not_started;
    bool taking_over = false; // its owner was an earlier incarnation, or its row came from the wake index
    bool job_asked = false;
    bool ask_executor = false;                  // the executor may know the attempt
    bool asking_executor = false;               // its answer is on its way
    bool ask_again = false;                     // once the time has come to decide
    std::optional<AttemptState> executor_knows; // what it answered
    std::optional<Moment> decide_at;            // before, an earlier owner may still start it
    std::optional<Moment> permit_until;
    std::optional<Instant> started_at;
    std::optional<Moment> timeout_at;
    Moment last_sign_of_life{};
    std::optional<Moment> grace_until;
    std::optional<Completion> completion;
    Ending ending = Ending::none;
    bool abandoned = false; // it did not end in time; it may still be going

    bool writing = false;     // a write of it is waiting or under way
    bool hopeless = false;    // its row cannot be written; that is tried again, without haste
    bool poison_told = false; // its job was switched off for that
    std::optional<Moment> write_again_at;
    WriteQueue::Place running_write = 0; // of the last one, if it says only that the attempt is going
    KeyUse::Counter *on_key = nullptr;   // where it is counted
    bool holds_capacity = false;
    bool closed_by_store = false; // the row has to be read before it is announced
    bool row_read = false;
    bool removal_asked = false; // whether its job is to be deleted now
    bool removal_settled = false;
    bool to_be_announced = false; // brought by the wake index, and its notice is not under way yet
    bool notice_under_way = false;
    bool notice_settled = false; // told, given up, or nobody wants it
    bool forgotten = false;      // left to others, or over: nothing more happens to it until it is swept
    int notice_failures = 0;
    std::optional<Moment> notice_at;

    HeapSlot<Moment> timer;

    // The executor has it, and it is ours to watch.
    bool attempt_going() const {
        return !taking_over && (phase == AttemptPhase::starting || phase == AttemptPhase::going);
    }
};

} // namespace gateway_scheduler::engine
