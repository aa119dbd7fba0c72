#include "judge_edits.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kCountLimit = 100'000; // more are not counted one by one

bool same_timetable(const Definition &a, const Definition &b) {
    return a.schedule == b.schedule && a.zone == b.zone && a.dst_gap == b.dst_gap && a.dst_overlap == b.dst_overlap &&
           a.start_at == b.start_at && a.end_at == b.end_at && a.max_runs == b.max_runs;
}

// Of instants, not of what happened to the job.
const RecordRow *record_of(const Change &change) {
    return change.record && change.record->kind != RecordKind::event ? change.record : nullptr;
}

// Each edit of the workload bears a number.
std::string number_of(const Definition &definition) {
    return definition.labels.empty() ? std::string() : definition.id + ' ' + definition.labels.front().second;
}

} // namespace

void JudgeOfEdits::judge(const Change &change) {
    if (change.kind == ChangeKind::put) put(change);
    if (change.kind == ChangeKind::removed) removed(change);
    if (change.kind == ChangeKind::disabled) disabled(change);
}

// When the change was asked for, at the earliest: nothing that was due by then may be lost.
Instant JudgeOfEdits::asked_at(const std::string &job_id, Instant now) const {
    Instant earliest = now;
    for (const auto &[id, request] : requests_) {
        if (request.job_id == job_id) earliest = std::min(earliest, request.at);
    }
    const auto doubtful = doubtful_.find(job_id);
    return doubtful == doubtful_.end() ? earliest : std::min(earliest, doubtful->second);
}

void JudgeOfEdits::put(const Change &change) {
    const std::string &id = change.job_after->definition->id;
    if (!change.job_after->definition->paused)
        silenced_.erase(id);
    else
        check_held(id);
    check_once(change);
    KnownJob fresh;
    fresh.row = *change.job_after;
    fresh.calendar = Calendar::of(*fresh.row.definition, notes_.zones);
    const KnownJob *known = notes_.find_job(id);
    if (!change.job_before) {
        if (known) notes_.violation("job " + id + " was inserted twice");
        check_new_fire(change, fresh, asked_at(id, change.at));
    } else if (change.job_before->readable && known) {
        edited(change, *known);
    }
    doubtful_.erase(id); // a request in doubt cannot be carried out any more
}

void JudgeOfEdits::check_once(const Change &change) {
    const std::string number = number_of(*change.job_after->definition);
    if (number.empty() ||
        (change.job_before && (!change.job_before->readable || number_of(*change.job_before->definition) == number))) {
        return;
    }
    if (++carried_out_[number] > asked_[number]) {
        notes_.violation("edit " + number + " was carried out more often than it was asked for");
    }
}

// The waiting runs of a job that nothing may start of are closed with the same write.
void JudgeOfEdits::check_held(const std::string &job_id) {
    for (const auto &[id, run] : notes_.runs) {
        const bool waits = run.row.job_id == job_id && run.row.state == RunState::waiting;
        if (waits) notes_.violation("run " + text(id) + " of " + job_id + " waits though its job is paused or gone");
    }
}

void JudgeOfEdits::edited(const Change &change, const KnownJob &job) {
    const JobRow &before = job.row;
    const JobRow &after = *change.job_after;
    const auto where = [&] { return "edit of " + after.definition->id + ": "; };
    if (after.fires != before.fires) notes_.violation(where() + "the counter of fires moved");
    if (after.failures_in_row != 0 && after.failures_in_row != change.job_before->failures_in_row) {
        notes_.violation(where() + "the counter of failures moved");
    }
    const bool resumed = before.definition->paused && !after.definition->paused;
    if (resumed && after.failures_in_row != 0) notes_.violation(where() + "resumed with its old failures");
    // A run arms its job only if nobody has edited that meanwhile; so an edit arms one that waits for its run's end.
    const bool arms = job.calendar && job.calendar->from_completion() && !before.next_fire;
    const bool same = same_timetable(*before.definition, *after.definition);
    if (same && arms && !after.next_fire) return; // paused, for example
    if (!resumed && !arms && same) {
        if (after.next_fire != before.next_fire) {
            notes_.violation(where() + "the next fire moved without need, from " + text(before.next_fire) + " to " +
                             text(after.next_fire));
        }
        if (record_of(change)) notes_.violation(where() + "a record without need");
        return;
    }
    const Instant asked = asked_at(after.definition->id, change.at);
    if (after.next_fire != before.next_fire) check_passed_over(change, job, asked);
    KnownJob fresh;
    fresh.row = after;
    fresh.calendar = Calendar::of(*after.definition, notes_.zones);
    if (resumed || after.next_fire != before.next_fire || !before.next_fire) check_new_fire(change, fresh, asked);
}

// The instants of the old timetable that were due when the change was asked for are on record.
void JudgeOfEdits::check_passed_over(const Change &change, const KnownJob &old, Instant asked) {
    const auto owed = old.row.next_fire;
    if (!owed || !old.calendar) return;
    const auto where = [&] { return "job " + old.row.definition->id + ": "; };
    const RecordRow *record = record_of(change);
    if (!record) {
        if (*owed <= change.at) notes_.violation(where() + "due at " + text(*owed) + ", edited away without a record");
        return;
    }
    if (record->kind != RecordKind::skipped) notes_.violation(where() + "an edit's record is not a skip");
    if (record->first_due != owed) notes_.violation(where() + "an edit's record begins at " + text(record->first_due));
    const bool ahead = !record->last_due || *record->last_due > change.at;
    if (ahead && notes_.stepped_within(1h)) return; // the clock was set back while the edit was under way
    if (ahead) return notes_.violation(where() + "an edit's record lies ahead");
    const bool paused_reason = record->reason == Reason::paused;
    if (paused_reason && !old.row.definition->paused) notes_.violation(where() + "on record as paused, and was not");
    if (old.calendar->from_completion() || old.calendar->manual()) return;
    const auto newest = old.calendar->previous(std::min(asked, change.at));
    if (newest && *newest > *record->last_due && *newest >= *owed) {
        notes_.violation(where() + "due at " + text(*newest) + ", beyond the edit's record");
    }
    const std::int64_t count = old.calendar->count(*owed, *record->last_due, kCountLimit);
    if (count != record->count) notes_.violation(where() + "an edit's record counts " + std::to_string(record->count));
}

void JudgeOfEdits::check_new_fire(const Change &change, const KnownJob &job, Instant asked) {
    const auto where = [&] { return "job " + job.row.definition->id + ": "; };
    const auto fire = job.row.next_fire;
    const bool fires = fire && !job.row.definition->paused;
    const auto fire_at = job.row.fire_at;
    const bool jittered = fires && fire_at >= fire && *fire_at <= *fire + job.row.definition->jitter;
    if (fires ? !jittered : fire_at.has_value()) notes_.violation(where() + "fire_at is " + text(fire_at));
    if (!job.calendar) return notes_.violation(where() + "stored with a schedule that does not parse");
    if (notes_.used_up(job.row)) {
        if (fire) notes_.violation(where() + "it has used up its runs and has a next fire");
        return;
    }
    const auto cursor = change.job_before ? change.job_before->cursor : std::nullopt;
    // The engine's estimate of the time may be ahead of the store's by what its clock drifts between two answers.
    const Duration jitter = job.calendar->from_completion() ? job.row.definition->jitter + 20ms : 0us;
    const auto bounded = [&](Instant at) {
        if (job.calendar->from_completion()) return job.calendar->after_completion(at);
        return job.calendar->next(std::max(at, cursor.value_or(at)));
    };
    const auto earliest = bounded(std::min(asked, change.at));
    const auto latest = bounded(change.at);
    const bool too_late = latest && (!fire || *fire > *latest + jitter);
    if (too_late && !notes_.stepped_within(1h)) { // else the clock was set back while the edit was under way
        notes_.violation(where() + "next fire " + text(fire) + " after " + text(*latest));
    }
    if (fire && (!earliest || *fire < *earliest))
        notes_.violation(where() + "next fire " + text(fire) + " is too early");
    if (fire && !job.calendar->from_completion() && !job.calendar->fires_at(*fire)) {
        notes_.violation(where() + "next fire " + text(fire) + " is not in its calendar");
    }
}

void JudgeOfEdits::removed(const Change &change) {
    const std::string &id = change.job_before->definition->id;
    const KnownJob *known = notes_.find_job(id);
    if (!known) return notes_.violation("job " + id + " was removed and was not there");
    check_held(id);
    if (known->row.next_fire && change.job_before->readable) {
        check_passed_over(change, *known, asked_at(id, change.at));
    }
    if (change.record && change.record->reason == Reason::finished) return check_finished(change, *known);
    doubtful_.erase(id);
}

// The scheduler deletes only what can fire no more and wants it, when nothing of it is open.
void JudgeOfEdits::check_finished(const Change &change, const KnownJob &job) {
    const Definition &definition = *job.row.definition;
    const auto where = [&] { return "job " + definition.id + " was deleted as finished, and "; };
    if (!definition.delete_when_finished) notes_.violation(where() + "did not want it");
    if (definition.paused) notes_.violation(where() + "is paused");
    if (!notes_.over(job, change.at)) notes_.violation(where() + "it would have fired again");
    if (notes_.has_open_run(job))
        notes_.violation("job " + definition.id + " was deleted as finished while a run of it was open");
}

void JudgeOfEdits::disabled(const Change &change) {
    const std::string &id = change.job_after->definition->id;
    const KnownJob *job = notes_.find_job(id);
    const auto where = [&] { return "job " + id + " was "; };
    check_held(id);
    if (!job || !change.record) return;
    if (change.job_after->next_fire != job->row.next_fire) notes_.violation("disabling " + id + " moved the next fire");
    const std::int32_t limit = job->row.definition->disable_after_failures;
    if (change.record->reason == Reason::failures) {
        const bool reached = limit > 0 && change.job_before->failures_in_row >= limit;
        if (!reached) notes_.violation(where() + "disabled before its limit of failures");
    } else if (change.job_before->readable && !blamed_.contains(id)) {
        notes_.violation(where() + "disabled and nothing was wrong with it");
    }
}

} // namespace simulation
