#include "judge_instants.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kCountLimit = 100'000; // more are not counted one by one

} // namespace

void JudgeOfInstants::judge(const Change &change) {
    switch (change.kind) {
    case ChangeKind::claimed:
        claimed(change);
        break;
    case ChangeKind::passed:
        passed(change);
        break;
    case ChangeKind::rederived:
        rederived(change);
        break;
    default:
        break;
    }
    if (change.run_after) keep_units(*change.run_after);
}

// Runs that are not waiting take up capacity of their owner.
void JudgeOfInstants::keep_units(const RunRow &row) {
    look_for_room();
    const auto known = units_.find(row.id);
    const auto owner = notes_.scheduler_of.find(row.owner_incarnation);
    const std::uint64_t whose = owner == notes_.scheduler_of.end() ? 0 : owner->second;
    const bool at_work = row.state == RunState::claimed || row.state == RunState::running;
    if (known != units_.end() && (!at_work || known->second.first != whose)) {
        units_in_use_[known->second.first] -= known->second.second;
        units_.erase(known);
    }
    if (at_work && !units_.contains(row.id)) {
        const KnownJob *job = notes_.find_job(row.job_id);
        const std::int64_t units = job ? job->row.definition->units : 1;
        units_in_use_[whose] += units;
        units_[row.id] = {whose, units};
    }
    look_for_room();
}

// What does not leave room for the largest job may be in somebody's way.
void JudgeOfInstants::look_for_room() {
    constexpr std::int64_t kLargest = 4;
    for (const auto &[scheduler, units] : units_in_use_) {
        if (units + kLargest > notes_.setting.config.capacity) notes_.full_at = notes_.store.now();
    }
}

void JudgeOfInstants::claimed(const Change &change) {
    const RunRow &run = *change.run_after;
    const KnownJob *job = notes_.find_job(run.job_id);
    if (!job) return notes_.violation("a claim of " + run.job_id + ", which is not there");
    const Definition &definition = *job->row.definition;
    const auto where = [&] { return "claim of " + run.job_id + ": "; };
    if (definition.paused) notes_.violation(where() + "it is paused");
    if (run.due_at > change.at) notes_.violation(where() + "before its instant " + text(run.due_at));
    if (notes_.active_on(run.concurrency_key).size() >= static_cast<std::size_t>(definition.max_active)) {
        notes_.violation(where() + "its key has an active run already");
    }
    if (run.concurrency_key != active_key(definition)) notes_.violation(where() + "on another key");
    if (notes_.find_run(run.id)) notes_.violation(where() + "a run id twice");
    const auto scheduler = notes_.schedulers.find(change.caller->scheduler);
    const bool stopping = scheduler != notes_.schedulers.end() && scheduler->second.stop_called &&
                          decided_at(run.id) > *scheduler->second.stop_called + 1s;
    if (stopping && !notes_.stepped_within(2h)) notes_.violation(where() + "claimed by a scheduler that is stopping");
    if (run.trigger == Trigger::schedule) return claimed_by_schedule(change, *job);
    ++notes_.tally.manual_runs;
    const JobRow &after = *change.job_after;
    const bool same = after.next_fire == job->row.next_fire && after.cursor == job->row.cursor &&
                      after.fires == job->row.fires && after.fire_at == job->row.fire_at;
    if (!same) notes_.violation(where() + "a manual run used up something of the schedule");
}

void JudgeOfInstants::claimed_by_schedule(const Change &change, const KnownJob &job) {
    const Instant due = change.run_after->due_at;
    const auto where = [&] { return "claim of " + change.run_after->job_id + " at " + text(due) + ": "; };
    ++notes_.tally.runs;
    // The grid of a completion-anchored job goes back with the clock; its instants are different all the same.
    const bool anchored = job.calendar && job.calendar->from_completion();
    const bool before = job.last_due && (anchored ? due == *job.last_due : due <= *job.last_due);
    if (before) notes_.violation(where() + "an instant that had a run before, or an older one");
    if (!job.row.next_fire || due < *job.row.next_fire) notes_.violation(where() + "it was disposed of before");
    if (change.job_after->fires != job.row.fires + 1) notes_.violation(where() + "the counter of fires is wrong");
    const bool merges = job.row.next_fire && due > *job.row.next_fire;
    if (merges != (change.record != nullptr)) {
        notes_.violation(where() + "merged instants and their record do not agree");
    } else if (merges) {
        if (change.record->kind != RecordKind::merged || change.record->run != change.run_after->id) {
            notes_.violation(where() + "the record does not say into which run");
        }
        if (change.run_after->merged != change.record->count) notes_.violation(where() + "the run tells another count");
        if (job.calendar) check_record(change, job, job.calendar->previous(due - Duration(1)).value_or(due));
    }
    check_leap(change);
    check_in_time(change, job);
    check_advanced(change, job, due);
}

// With nothing in its way a claim comes at its instant, or with the next reading of the horizon: once its key was free,
// and in its turn when several are made up for.
void JudgeOfInstants::check_in_time(const Change &change, const KnownJob &job) {
    const Definition &definition = *job.row.definition;
    const Instant due = change.run_after->due_at;
    const Instant fire = std::max(due + definition.jitter, job.row.fire_at.value_or(due));
    Instant from = std::max(fire, job.written_at);
    if (job.claimed_at != Instant::min())
        from = std::max(from, job.claimed_at + notes_.setting.config.catch_up_interval);
    const auto left = notes_.key_left.find(change.run_after->concurrency_key);
    if (left != notes_.key_left.end()) from = std::max(from, change.at - (notes_.clock() - left->second));
    look_for_room();
    const bool in_its_way = notes_.full_at >= due || !notes_.undisturbed(10min) || notes_.stepped_within(2h);
    if (in_its_way) return;
    const Duration late = change.at - from;
    notes_.tally.latest = std::max(notes_.tally.latest, late);
    if (late > notes_.setting.config.refresh + 10s) {
        notes_.violation("claim of " + definition.id + " at " + text(due) + " came late, with nothing in its way");
    }
}

void JudgeOfInstants::clock_stepped(Instant before, Instant now) {
    const bool leap = now - before > notes_.setting.config.clock_leap;
    leapt_at_ = notes_.clock();
    before_leap_ = leap ? before : Instant::max();
}

// Who knew the store's clock before it leapt does not believe the leap for a minute.
void JudgeOfInstants::check_leap(const Change &change) {
    if (before_leap_ == Instant::max()) return;
    const Duration since = notes_.clock() - leapt_at_;
    const auto scheduler = notes_.schedulers.find(change.caller->scheduler);
    const bool knew = scheduler != notes_.schedulers.end() && leapt_at_ - scheduler->second.made_at > 5min;
    const bool new_instant = change.run_after->due_at > before_leap_ + since + 1s;
    if (knew && new_instant && since < notes_.setting.config.clock_leap_confirmed - 100ms) {
        notes_.violation("claim of " + change.run_after->job_id + " claimed within a leap of the store's clock");
    }
}

// The record begins with what was owed, ends at `last`, and counts what lies between.
void JudgeOfInstants::check_record(const Change &change, const KnownJob &job, Instant last) {
    const RecordRow &record = *change.record;
    const auto where = [&] { return "record of " + record.job_id + ": "; };
    if (record.first_due != job.row.next_fire) notes_.violation(where() + "begins at " + text(record.first_due));
    if (record.last_due != last) {
        notes_.violation(where() + "ends at " + text(record.last_due) + ", not at " + text(last));
    }
    if (!job.calendar || job.calendar->from_completion() || !record.first_due) return;
    const std::int64_t count = job.calendar->count(*record.first_due, last, kCountLimit);
    if (count != record.count) notes_.violation(where() + "counts " + std::to_string(record.count));
}

// After an instant was disposed of, the next one is owed.
void JudgeOfInstants::check_advanced(const Change &change, const KnownJob &job, Instant disposed) {
    const JobRow &after = *change.job_after;
    const auto where = [&] { return "job " + after.definition->id + ": "; };
    if (after.cursor != disposed) notes_.violation(where() + "the cursor is at " + text(after.cursor));
    if (!job.calendar) return notes_.violation(where() + "fires though its schedule does not parse");
    const bool anchored = job.calendar->from_completion();
    if (!anchored && !job.calendar->fires_at(disposed)) {
        notes_.violation(where() + text(disposed) + " is not in its calendar");
    }
    auto expected = job.calendar->next(disposed);
    if (notes_.used_up(after) || (anchored && change.kind == ChangeKind::claimed)) expected.reset();
    if (anchored && change.kind == ChangeKind::passed) return; // the judge of pace watches that it is armed again
    if (after.next_fire != expected) {
        notes_.violation(where() + "next fire " + text(after.next_fire) + ", expected " + text(expected));
    }
    const bool in_jitter = after.fire_at >= after.next_fire && after.fire_at &&
                           *after.fire_at <= *after.next_fire + after.definition->jitter;
    if (after.next_fire ? !in_jitter : after.fire_at.has_value()) {
        notes_.violation(where() + "fire_at is " + text(after.fire_at));
    }
}

// The zones of this world do not change, so that the only fire that may move is one of a job that an instance's start
// has armed.
void JudgeOfInstants::rederived(const Change &change) {
    const KnownJob *job = notes_.find_job(change.job_after->definition->id);
    if (!job) return;
    const auto where = [&] { return "rederivation of " + change.job_after->definition->id + ": "; };
    const bool armed = !job->row.next_fire && change.job_after->fire_at && job->row.definition->schedule == "@reboot";
    if (change.job_after->next_fire != job->row.next_fire && !armed) notes_.violation(where() + "the next fire moved");
    if (change.job_after->cursor != job->row.cursor) notes_.violation(where() + "the cursor moved");
}

// What is in the way is looked at again soon: a run of its own, whose end says so, or that of another job.
void JudgeOfInstants::check_look(const Change &change) {
    const JobRow &after = *change.job_after;
    const Duration most = after.definition->concurrency_key.empty() ? 30s : 5s;
    const bool away =
        after.look_at && *after.look_at > std::max(change.at, after.fire_at.value_or(change.at)) + most + 1s;
    if (away && !notes_.stepped_within(2h)) {
        notes_.violation("job " + after.definition->id + " looks away for too long, until " + text(after.look_at));
    }
}

void JudgeOfInstants::passed(const Change &change) {
    const std::string &id = change.job_after->definition->id;
    const KnownJob *job = notes_.find_job(id);
    const auto where = [&] { return "pass of " + id + ": "; };
    if (!job) return notes_.violation(where() + "it is not there");
    if (change.job_after->fires != job->row.fires) notes_.violation(where() + "a skip counts as a fire");
    if (!change.record) {
        if (change.job_after->next_fire != job->row.next_fire) {
            notes_.violation(where() + "the next fire moved without a record");
        }
        return check_look(change);
    }
    const RecordRow &record = *change.record;
    if (!record.last_due || *record.last_due > change.at) return notes_.violation(where() + "beyond the present");
    check_record(change, *job, *record.last_due);
    check_advanced(change, *job, *record.last_due);
}

} // namespace simulation
