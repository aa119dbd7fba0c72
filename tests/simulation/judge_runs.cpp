#include "judge_runs.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

std::string name_of(const RunRow &row) {
    return "run " + text(row.id) + " of " + row.job_id + ": ";
}

bool is_failure(Outcome outcome) {
    return outcome == Outcome::failed || outcome == Outcome::timed_out || outcome == Outcome::lost ||
           outcome == Outcome::rejected;
}

} // namespace

void JudgeOfRuns::judge(const Change &change) {
    if (!change.run_before || !change.run_after) return;
    check_step(change);
    check_owner(change);
    const RunRow &after = *change.run_after;
    if (change.run_before->late_result != after.late_result) return check_late_result(change);
    const KnownRun *run = notes_.find_run(after.id);
    if (!run) return notes_.violation("run " + text(after.id) + " changed after it was over");
    const bool closes = change.run_before->state != RunState::closed && after.state == RunState::closed;
    if (closes) check_outcome(change, *run);
    if (change.kind == ChangeKind::updated && after.state == RunState::waiting) check_repeat(change, *run);
    if (change.kind == ChangeKind::begun && change.start && after.state == RunState::claimed) {
        check_permission(change, *run);
    }
    if (change.job_after) check_arming(change);
    if (change.job_after && closes) check_counters(change);
}

// Only its owner writes to a run, and it is taken over from nobody who lives.
void JudgeOfRuns::check_owner(const Change &change) {
    const RunRow &before = *change.run_before;
    const auto where = [&] { return name_of(before); };
    if (change.kind == ChangeKind::updated && before.owner_incarnation != change.caller->incarnation) {
        notes_.violation(where() + "written by somebody who does not own it");
    }
    if (change.kind != ChangeKind::begun || before.owner_incarnation == change.caller->incarnation) return;
    for (const ReplicaRow &replica : notes_.store.replicas()) {
        const bool lives = replica.retired == Retirement::alive && replica.instance == before.owner_instance &&
                           replica.incarnation != change.caller->incarnation;
        if (lives) notes_.violation(where() + "taken over from a living owner");
    }
}

void JudgeOfRuns::check_step(const Change &change) {
    const RunRow &before = *change.run_before;
    const RunRow &after = *change.run_after;
    const auto where = [&] { return name_of(after); };
    if (after.epoch < before.epoch) notes_.violation(where() + "its epoch went back");
    if (change.kind == ChangeKind::begun && after.epoch != before.epoch + 1)
        notes_.violation(where() + "begun, and its epoch stays");
    if (after.attempt < before.attempt || after.attempt > before.attempt + 1) {
        notes_.violation(where() + "attempts leapt");
    }
    if (after.due_at != before.due_at || after.trigger != before.trigger) {
        notes_.violation(where() + "its instant changed");
    }
    if (before.announced && !after.announced) notes_.violation(where() + "it was announced and is not any more");
    if (before.cancel_requested && !after.cancel_requested)
        notes_.violation(where() + "it was asked to end and is not any more");
    if (before.state != RunState::closed) return;
    const bool same = after.state == RunState::closed && after.outcome == before.outcome &&
                      after.reason == before.reason && after.finished_at == before.finished_at &&
                      after.output == before.output;
    if (!same) notes_.violation(where() + "it was closed and changed again");
}

// What came too late is noted, and nothing else changes.
void JudgeOfRuns::check_late_result(const Change &change) {
    const RunRow &before = *change.run_before;
    const RunRow &after = *change.run_after;
    const auto where = [&] { return name_of(after); };
    const bool same = before.state == RunState::closed && after.announced == before.announced &&
                      after.wake_at == before.wake_at && after.epoch == before.epoch &&
                      after.owner_incarnation == before.owner_incarnation && after.error == before.error;
    if (!same) notes_.violation(where() + "a late result changed more than itself");
    const auto heard = notes_.heard.find({after.id, after.attempt});
    const bool said =
        heard != notes_.heard.end() && heard->second.said.contains(static_cast<Result>(after.late_result));
    if (!said) notes_.violation(where() + "a late result that the executor never gave");
}

bool JudgeOfRuns::cancel_asked(Id run_id, std::int32_t attempt) const {
    const auto execution = notes_.executions.find({run_id, attempt});
    return execution != notes_.executions.end() && execution->second.cancel_asked;
}

// What the executor said of the attempt, and nothing better.
void JudgeOfRuns::check_outcome(const Change &change, const KnownRun &run) {
    const RunRow &row = *change.run_after;
    const auto where = [&] { return name_of(row); };
    const auto found = notes_.heard.find({row.id, row.attempt});
    const Heard *heard = found == notes_.heard.end() ? nullptr : &found->second;
    if (row.outcome == Outcome::none) notes_.violation(where() + "closed without an outcome");
    if (row.outcome == Outcome::succeeded) check_success(row, heard);
    if (is_failure(row.outcome)) check_failure(change, run, heard);
}

void JudgeOfRuns::check_success(const RunRow &row, const Heard *heard) {
    const auto where = [&] { return name_of(row); };
    const std::string said =
        heard ? "result " + std::to_string(static_cast<int>(heard->completion.result)) : std::string("nothing");
    if (!heard || heard->completion.result != Result::succeeded) {
        notes_.violation(where() + "on record as succeeded, and the executor said " + said);
    } else if (row.output != heard->completion.output) {
        const bool owned_up = row.output.empty() && (row.output_truncated || !row.error.empty());
        if (!owned_up) notes_.violation(where() + "its output was dropped without saying so");
    }
}

void JudgeOfRuns::check_failure(const Change &change, const KnownRun &run, const Heard *heard) {
    const RunRow &row = *change.run_after;
    const auto where = [&] { return name_of(row); };
    const Config &config = notes_.setting.config;
    if (row.outcome == Outcome::failed && !run.refused && (!heard || heard->completion.result == Result::succeeded)) {
        notes_.violation(where() + "on record as failed, and the executor did not say so");
    }
    const std::uint64_t scheduler = change.caller->scheduler;
    const bool told = heard && heard->given_to.contains(scheduler) && notes_.clock() - heard->at > 2min;
    if (row.outcome == Outcome::timed_out && told && notes_.undisturbed(5min)) {
        notes_.violation(where() + "timed out long after the executor had told its end");
    }
    if (row.outcome != Outcome::lost) return;
    if (change.caller->incarnation == run.permitted_to.incarnation) {
        notes_.violation(where() + "lost by the very scheduler that had started it");
    }
    const auto remembered = notes_.remembered.find({row.id, row.attempt});
    const bool knew = remembered != notes_.remembered.end() && config.executor_answers &&
                      remembered->second.session == change.caller->session;
    if (knew) notes_.violation(where() + "lost, though its executor knew of it");
}

// Its owner puts it to waiting, for another attempt.
void JudgeOfRuns::check_repeat(const Change &change, const KnownRun &run) {
    const RunRow &row = *change.run_after;
    const auto where = [&] { return name_of(row); };
    const bool own = change.caller->incarnation == run.permitted_to.incarnation;
    if (own && row.attempt_spent && run.started_attempt < row.attempt && !run.refused) {
        notes_.violation(where() + "gave back an attempt that was never started, as spent");
    }
    if (own || !row.attempt_spent || run.may_repeat_lost || change.run_before->state == RunState::waiting) return;
    const bool known = notes_.heard.contains({row.id, row.attempt}) || run.refused || cancel_asked(row.id, row.attempt);
    if (!known) notes_.violation(where() + "was lost and is repeated, though its job says report");
}

void JudgeOfRuns::check_permission(const Change &change, const KnownRun &run) {
    const RunRow &row = *change.run_after;
    const auto where = [&] { return name_of(row); };
    const KnownJob *job = notes_.find_job(row.job_id);
    if (!job || job->row.definition->paused || job->row.generation != row.generation) {
        notes_.violation("run " + text(row.id) + " was permitted to start though its job is gone or paused");
    }
    if (change.run_before->cancel_requested)
        notes_.violation(where() + "permitted to start though it was asked to end");
    if (row.attempt > run.retries_most + 1) notes_.violation(where() + "more attempts than its job allows");
}

// A completion-anchored job is armed by the end of its scheduled run, and no other job is by the end of a run.
void JudgeOfRuns::check_arming(const Change &change) {
    const KnownJob *job = notes_.find_job(change.job_after->definition->id);
    if (!job) return;
    const JobRow &after = *change.job_after;
    const auto where = [&] { return "job " + after.definition->id + ": "; };
    if (after.fires != job->row.fires) notes_.violation(where() + "the end of a run counted as a fire");
    if (after.next_fire == job->row.next_fire) return;
    const bool anchored = job->calendar && job->calendar->from_completion();
    if (job->row.next_fire) notes_.violation(where() + "the end of a run moved its next fire");
    if (!anchored) notes_.violation(where() + "the end of a run armed it, and it is not anchored at completion");
    if (change.run_after->trigger == Trigger::manual) notes_.violation(where() + "the end of a manual run armed it");
    for (const auto &[id, run] : notes_.runs) {
        const bool other = id != change.run_after->id && run.row.job_id == change.run_after->job_id &&
                           run.row.generation == after.generation && run.row.trigger == Trigger::schedule &&
                           run.row.state != RunState::closed && run.row.due_at >= change.run_after->due_at;
        if (other) {
            notes_.violation(where() + "armed by the end of run " + text(change.run_after->id) + " while run " +
                             text(id) + " of it is active");
        }
    }
    const auto latest = anchored ? job->calendar->after_completion(change.at) : std::nullopt;
    const bool late = latest && after.next_fire && *after.next_fire > *latest + after.definition->jitter + 1s;
    if (late && notes_.undisturbed(5min)) notes_.violation(where() + "armed too late");
    if (after.fire_at != after.next_fire) notes_.violation(where() + "armed without fire_at");
}

void JudgeOfRuns::check_counters(const Change &change) {
    if (!change.job_before) return;
    const Outcome outcome = change.run_after->outcome;
    const std::int64_t before = change.job_before->failures_in_row;
    const std::int64_t after = change.job_after->failures_in_row;
    std::int64_t expected = before;
    if (outcome == Outcome::succeeded) expected = 0;
    if (is_failure(outcome)) expected = before + 1;
    if (after != expected) notes_.violation(name_of(*change.run_after) + "the failures in a row are wrong");
}

} // namespace simulation
