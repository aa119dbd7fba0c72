// The life of runs: states only go forward, outcomes are those of the executor, notices follow them.
#include "observer.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

// Active runs are counted on their key, those that are not waiting take up capacity.
void Observer::keep_count(const RunRow &row) {
    constexpr std::int64_t kLargest = 4; // what does not leave room for the largest job may be in its way
    auto &active = active_[row.concurrency_key];
    if (row.state != RunState::closed)
        active.insert(row.id);
    else
        active.erase(row.id);
    const bool at_work = row.state == RunState::claimed || row.state == RunState::running;
    const auto job = jobs_.find(row.job_id);
    const auto known = units_.find(row.id);
    if (units_in_use_ + kLargest > capacity_) full_at_ = store_.now();
    if (at_work && known == units_.end()) {
        const std::int64_t units = job == jobs_.end() ? 1 : job->second.row.definition->units;
        units_in_use_ += units;
        units_[row.id] = units;
    } else if (!at_work && known != units_.end()) {
        units_in_use_ -= known->second;
        units_.erase(known);
    }
    if (units_in_use_ + kLargest > capacity_) full_at_ = store_.now();
}

void Observer::run_changed(const Change &change) {
    const RunRow &after = *change.run_after;
    check_step(change);
    const auto found = runs_.find(after.id);
    if (found == runs_.end()) return violation("run " + text(after.id) + " changed after it was over");
    Run &run = found->second;
    const bool closes = change.run_before->state != RunState::closed && after.state == RunState::closed;
    keep_count(after);
    if (closes) check_outcome(change, run);
    if (change.job_after) check_arming(change);
    const bool permitted = change.kind == ChangeKind::begun && change.start && after.state == RunState::claimed;
    if (permitted) {
        run.permitted_attempt = after.attempt;
        run.permitted_at = change.at;
        run.permitted_to = change.caller->incarnation;
        const auto job = jobs_.find(after.job_id);
        if (job == jobs_.end() || job->second.row.definition->paused ||
            job->second.row.generation != after.generation) {
            violation("run " + text(after.id) + " was permitted to start though its job is gone or paused");
        }
    }
    run.row = after;
    run.changed_at = change.at;
    if (after.state != RunState::closed || !after.announced) return;
    check_told(run);
    runs_.erase(found);
}

void Observer::check_step(const Change &change) {
    const RunRow &before = *change.run_before;
    const RunRow &after = *change.run_after;
    const std::string where = "run " + text(after.id) + " of " + after.job_id + ": ";
    if (after.epoch < before.epoch) violation(where + "its epoch went back");
    if (after.attempt < before.attempt || after.attempt > before.attempt + 1) violation(where + "attempts leapt");
    if (after.due_at != before.due_at || after.trigger != before.trigger) violation(where + "its instant changed");
    if (before.announced && !after.announced) violation(where + "it was announced and is not any more");
    if (before.state != RunState::closed) return;
    const bool same = after.state == RunState::closed && after.outcome == before.outcome &&
                      after.reason == before.reason && after.finished_at == before.finished_at &&
                      after.output == before.output;
    if (!same) violation(where + "it was closed and changed again");
}

// What the executor said of the attempt, and nothing better.
void Observer::check_outcome(const Change &change, const Run &run) {
    const RunRow &row = *change.run_after;
    const std::string where = "run " + text(row.id) + " of " + row.job_id + ": ";
    const auto end = run.completions.find(row.attempt);
    if (row.outcome == Outcome::none) violation(where + "closed without an outcome");
    if (row.outcome == Outcome::succeeded) {
        const bool truth = end != run.completions.end() && end->second.result == Result::succeeded;
        const std::string said =
            end == run.completions.end() ? "nothing" : "result " + std::to_string(static_cast<int>(end->second.result));
        if (!truth)
            violation(where + "on record as succeeded, and the executor said " + said);
        else if (row.output != end->second.output) {
            const bool owned_up = row.output.empty() && (row.output_truncated || !row.error.empty());
            if (!owned_up) violation(where + "its output was dropped without saying so");
        }
    }
    if (row.outcome == Outcome::lost && change.caller->incarnation == run.permitted_to) {
        violation(where + "lost by the very scheduler that had started it");
    }
    const bool counted =
        change.job_after && change.job_before && (row.outcome == Outcome::skipped || row.outcome == Outcome::canceled);
    if (counted && change.job_after->failures_in_row != change.job_before->failures_in_row) {
        violation(where + "neither success nor failure, and the failures in a row moved");
    }
}

// A completion-anchored job is armed by the end of its scheduled run, and no other job is by the end of a run.
void Observer::check_arming(const Change &change) {
    const auto known = jobs_.find(change.job_after->definition->id);
    if (known == jobs_.end()) return;
    Job &job = known->second;
    const JobRow &after = *change.job_after;
    const std::string where = "job " + after.definition->id + ": ";
    if (after.fires != job.row.fires) violation(where + "the end of a run counted as a fire");
    if (after.next_fire != job.row.next_fire) {
        const bool anchored = job.calendar && job.calendar->from_completion();
        if (job.row.next_fire) violation(where + "the end of a run moved its next fire");
        if (!anchored) violation(where + "the end of a run armed it, and it is not anchored at completion");
        if (change.run_after->trigger == Trigger::manual) violation(where + "the end of a manual run armed it");
        for (const auto &[id, run] : runs_) {
            const bool other = id != change.run_after->id && run.row.job_id == change.run_after->job_id &&
                               run.row.generation == after.generation && run.row.trigger == Trigger::schedule &&
                               run.row.state != RunState::closed;
            if (other) {
                violation(where + "armed by the end of run " + text(change.run_after->id) + " while run " + text(id) +
                          " of it is active");
            }
        }
        const auto latest = anchored ? job.calendar->after_completion(change.at) : std::nullopt;
        if (latest && undisturbed(5min) && after.next_fire && *after.next_fire > *latest + 1s)
            violation(where + "armed too late");
        if (after.fire_at != after.next_fire) violation(where + "armed without fire_at");
    }
    job.row = after;
}

void Observer::check_told(const Run &run) {
    std::int32_t event = static_cast<std::int32_t>(NoticeEvent::failed);
    if (run.row.outcome == Outcome::succeeded) event = static_cast<std::int32_t>(NoticeEvent::completed);
    if (run.row.outcome == Outcome::canceled) event = static_cast<std::int32_t>(NoticeEvent::canceled);
    if (run.row.outcome == Outcome::skipped) event = static_cast<std::int32_t>(NoticeEvent::skipped);
    const bool wanted = somebody_listens_ && (run.notify_always & event) != 0 && !run.job_gone;
    if (wanted && run.told == 0) {
        violation("run " + text(run.row.id) + " of " + run.row.job_id + ": nobody was told of its end");
    }
}

void Observer::record_settled(const Change &change) {
    const auto found = records_told_.find(change.record->id);
    if (found == records_told_.end()) return violation("a record was announced that owed no notice");
    if (found->second == 0) violation("record " + text(change.record->id) + ": nobody was told of it");
    records_told_.erase(found);
}

} // namespace simulation
