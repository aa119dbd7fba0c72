// Every due instant ends in exactly one of a run and a record; a claim or a pass disposes of it.
#include "observer.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kCountLimit = 100'000; // more are not counted one by one

bool used_up(const JobRow &row) {
    return row.definition->max_runs > 0 && row.fires >= row.definition->max_runs;
}

} // namespace

void Observer::claimed(const Change &change) {
    const RunRow &run = *change.run_after;
    const auto known = jobs_.find(run.job_id);
    if (known == jobs_.end()) return violation("a claim of " + run.job_id + ", which is not there");
    Job &job = known->second;
    const Definition &definition = *job.row.definition;
    const std::string where = "claim of " + run.job_id + ": ";
    if (definition.paused) violation(where + "it is paused");
    if (run.due_at > change.at) violation(where + "before its instant " + text(run.due_at));
    if (active_[run.concurrency_key].size() >= static_cast<std::size_t>(definition.max_active)) {
        violation(where + "its key has an active run already");
    }
    keep_count(run);
    Run kept;
    kept.row = run;
    kept.permitted_attempt = 1;
    kept.permitted_at = kept.changed_at = change.at;
    kept.permitted_to = change.caller->incarnation;
    kept.notify_always = definition.notify_on;
    if (!runs_.emplace(run.id, std::move(kept)).second) violation(where + "a run id twice");
    if (run.trigger == Trigger::schedule)
        check_scheduled_claim(change, job);
    else {
        ++tally_.manual_runs;
        const JobRow &after = *change.job_after;
        const bool same = after.next_fire == job.row.next_fire && after.cursor == job.row.cursor &&
                          after.fires == job.row.fires && after.fire_at == job.row.fire_at;
        if (!same) violation(where + "a manual run used up something of the schedule");
    }
    job.row = *change.job_after;
}

void Observer::check_scheduled_claim(const Change &change, Job &job) {
    const Instant due = change.run_after->due_at;
    const std::string where = "claim of " + change.run_after->job_id + " at " + text(due) + ": ";
    ++tally_.runs;
    // The grid of a completion-anchored job goes back with the clock; its instants are different all the same.
    const bool anchored = job.calendar && job.calendar->from_completion();
    const bool before = job.last_due && (anchored ? due == *job.last_due : due <= *job.last_due);
    if (before) violation(where + "an instant that had a run before, or an older one");
    job.last_due = due;
    if (!job.row.next_fire || due < *job.row.next_fire) violation(where + "it was disposed of before");
    if (change.job_after->fires != job.row.fires + 1) violation(where + "the counter of fires is wrong");
    const bool merges = job.row.next_fire && due > *job.row.next_fire;
    if (merges != (change.record != nullptr)) violation(where + "merged instants and their record do not agree");
    if (merges && change.record) {
        if (change.record->kind != RecordKind::merged || change.record->run != change.run_after->id) {
            violation(where + "the record does not say into which run");
        }
        if (job.calendar) check_record(change, job, job.calendar->previous(due - Duration(1)).value_or(due));
    }
    check_in_time(change, job, due);
    check_advanced(change, job, due);
}

// With nothing in its way a claim comes at its instant, or with the next reading of the horizon.
void Observer::check_in_time(const Change &change, const Job &job, Instant due) {
    const Duration late = change.at - std::max(due, job.written_at);
    const bool in_its_way = full_at_ >= due || !undisturbed(10min) || stepped_at_ + 1h > change.at;
    if (in_its_way) return;
    tally_.latest = std::max(tally_.latest, late);
    if (late > refresh_ + 5s) {
        violation("claim of " + job.row.definition->id + " at " + text(due) + " came late, with nothing in its way");
    }
}

// The record begins with what was owed, ends at `last`, and counts what lies between.
void Observer::check_record(const Change &change, const Job &job, Instant last) {
    const RecordRow &record = *change.record;
    const std::string where = "record of " + record.job_id + ": ";
    if (record.first_due != job.row.next_fire) violation(where + "begins at " + text(record.first_due));
    if (record.last_due != last) violation(where + "ends at " + text(record.last_due) + ", not at " + text(last));
    if (!job.calendar || job.calendar->from_completion() || !record.first_due) return;
    const std::int64_t count = job.calendar->count(*record.first_due, last, kCountLimit);
    if (count != record.count) violation(where + "counts " + std::to_string(record.count));
}

// After an instant was disposed of, the next one is owed.
void Observer::check_advanced(const Change &change, const Job &job, Instant disposed) {
    const JobRow &after = *change.job_after;
    const std::string where = "job " + after.definition->id + ": ";
    if (after.cursor != disposed) violation(where + "the cursor is at " + text(after.cursor));
    if (!job.calendar) return violation(where + "fires though its schedule does not parse");
    const bool anchored = job.calendar->from_completion();
    if (!anchored && !job.calendar->fires_at(disposed)) violation(where + text(disposed) + " is not in its calendar");
    auto expected = job.calendar->next(disposed);
    if (used_up(after) || (anchored && change.kind == ChangeKind::claimed)) expected.reset();
    if (anchored && change.kind == ChangeKind::passed) return; // look_around watches that it is armed again
    if (after.next_fire != expected) {
        violation(where + "next fire " + text(after.next_fire) + ", expected " + text(expected));
    }
}

// The zones of this world do not change, so that the only fire that may move is one of a job that an instance's start
// has armed.
void Observer::rederived(const Change &change) {
    Job &job = jobs_.at(change.job_after->definition->id);
    const std::string where = "rederivation of " + change.job_after->definition->id + ": ";
    const bool armed = !job.row.next_fire && change.job_after->fire_at && job.row.definition->schedule == "@reboot";
    if (change.job_after->next_fire != job.row.next_fire && !armed) violation(where + "the next fire moved");
    if (change.job_after->cursor != job.row.cursor) violation(where + "the cursor moved");
    job.row = *change.job_after;
}

void Observer::passed(const Change &change) {
    const std::string &id = change.job_after->definition->id;
    Job &job = jobs_.at(id);
    const std::string where = "pass of " + id + ": ";
    if (change.job_after->fires != job.row.fires) violation(where + "a skip counts as a fire");
    if (!change.record) {
        if (change.job_after->next_fire != job.row.next_fire) violation(where + "the next fire moved without a record");
    } else {
        const RecordRow &record = *change.record;
        if (record.last_due && *record.last_due > change.at) violation(where + "beyond the present");
        check_record(change, job, *record.last_due);
        check_advanced(change, job, *record.last_due);
        if (record.reason == Reason::overlap) {
            const RunRow *beside = store_.find_run(record.run);
            const bool same_key = beside && beside->concurrency_key == active_key(*job.row.definition);
            if (!same_key) violation(where + "skipped for overlap, beside no run of its key");
        }
        const Instant window = change.at - job.row.definition->catch_up_window;
        if (record.reason == Reason::window && *record.last_due > window) violation(where + "missed within its window");
    }
    job.row = *change.job_after;
}

} // namespace simulation
