#include "judge_starts.h"

#include <algorithm>
#include <set>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

constexpr Duration kStartWindow = 2s;

std::string name_of(const StartRun &run) {
    return "start of " + run.definition->id + " " + text(run.run_id) + ": ";
}

} // namespace

void JudgeOfStarts::start_called(const StartRun &run, const Place &place) {
    ++notes_.activity;
    ++notes_.tally.starts;
    const auto where = [&] { return name_of(run); };
    if (edits_.silenced(run.definition->id)) notes_.violation(where() + "after pause or removal had returned");
    KnownRun *known = notes_.find_run(run.run_id);
    if (!known) return notes_.violation(where() + "the run is not claimed, or over");
    check_permission(run, *known, place);
    check_alone(run, *known);
    known->started_attempt = run.attempt;
}

// Legal only for a scheduler whose successor was quicker: its permission was still fresh.
void JudgeOfStarts::start_repeated(const StartRun &run, const Place &place) {
    const auto execution = notes_.remembered.find({run.run_id, run.attempt});
    const bool own = execution != notes_.remembered.end() && execution->second.by.scheduler == place.scheduler;
    if (own) notes_.violation(name_of(run) + "twice by one scheduler");
}

void JudgeOfStarts::check_permission(const StartRun &run, const KnownRun &known, const Place &place) {
    const auto where = [&] { return name_of(run); };
    if (known.started_attempt >= run.attempt) notes_.violation(where() + "this attempt was started before");
    if (known.row.state != RunState::claimed) notes_.violation(where() + "the run is not claimed");
    if (known.permitted_attempt != run.attempt) notes_.violation(where() + "this attempt has no permission");
    // The executor, which both have, refuses the second of the two starts.
    const bool owner = known.permitted_to.incarnation == place.incarnation;
    const bool before = !owner && known.permitted_before.incarnation == place.incarnation &&
                        known.permitted_before.process == place.process;
    if (!owner && !before) {
        notes_.violation(where() + "the permission is somebody else's");
    }
    const Duration permitted_at = before ? known.permitted_before_at : known.permitted_at;
    if (notes_.clock() - permitted_at > kStartWindow + 1ms) notes_.violation(where() + "the permission had run out");
    if (run.due_at != known.row.due_at) notes_.violation(where() + "with another due instant");
    if (run.revision != known.row.revision) notes_.violation(where() + "with another revision");
    if (run.payload != known.payload) notes_.violation(where() + "with another payload than its revision has");
    if (run.merged != known.row.merged) notes_.violation(where() + "with another count of merged instants");
}

// Executions of one key, beside each other, only as many as it allows, unless the older one was given up. A further
// attempt of the same run waits for the end of the one before, as long as its owner is the same.
void JudgeOfStarts::check_alone(const StartRun &run, const KnownRun &known) {
    std::set<Id> beside; // an earlier attempt of a run may be going beside a later one
    std::int32_t places = known.places;
    for (const auto &[attempt, execution] : notes_.executions) {
        if (attempt.first == run.run_id) {
            const bool same_owner = execution.by.incarnation == known.permitted_to.incarnation;
            if (same_owner && attempt.second < run.attempt) {
                notes_.violation(name_of(run) + "its attempt before is still going");
            }
            continue;
        }
        if (execution.key != known.row.concurrency_key) continue;
        const KnownRun *other = notes_.find_run(attempt.first);
        if (!other || other->row.state == RunState::closed) continue;
        beside.insert(attempt.first);
        places = std::max(places, other->places);
    }
    if (beside.size() >= static_cast<std::size_t>(places))
        notes_.violation("start of " + run.definition->id + ": beside a going run of its key");
}

// What the executor is told to forget is durable, or somebody else's.
void JudgeOfStarts::released(const ReleaseAttempt &attempt, const Place &place) {
    const RunRow *row = notes_.store.find_run(attempt.run_id);
    const bool open = row && (row->state == RunState::claimed || row->state == RunState::running) &&
                      row->attempt == attempt.attempt && row->owner_incarnation == place.incarnation;
    if (open) notes_.violation("run " + text(attempt.run_id) + ": released before its end was durable");
}

} // namespace simulation
