// Changes from outside: what was due when they were asked for is on record, what comes next is what the calendar says.
#include "observer.h"

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

bool used_up(const JobRow &row) {
    return row.definition->max_runs > 0 && row.fires >= row.definition->max_runs;
}

} // namespace

// When the change was asked for, at the earliest: nothing that was due by then may be lost.
Instant Observer::asked_at(const std::string &job_id, Instant now) const {
    Instant earliest = now;
    for (const auto &[id, request] : requests_) {
        if (request.first == job_id) earliest = std::min(earliest, request.second);
    }
    const auto doubtful = doubtful_.find(job_id);
    return doubtful == doubtful_.end() ? earliest : std::min(earliest, doubtful->second);
}

// A request in doubt cannot be carried out any more once the job was written by another.
void Observer::settle_requests(const std::string &job_id) {
    doubtful_.erase(job_id);
}

void Observer::put(const Change &change) {
    const std::string &id = change.job_after->definition->id;
    if (!change.job_after->definition->paused) silenced_.erase(id);
    Job fresh;
    fresh.row = *change.job_after;
    fresh.calendar = Calendar::of(*fresh.row.definition, zones_);
    fresh.written_at = change.at;
    for (auto &[run_id, run] : runs_) {
        if (run.row.job_id == id) run.notify_always &= fresh.row.definition->notify_on;
    }
    const auto known = jobs_.find(id);
    if (!change.job_before) {
        if (known != jobs_.end()) violation("job " + id + " was inserted twice");
        check_new_fire(change, fresh, asked_at(id, change.at));
    } else if (change.job_before->readable && known != jobs_.end()) {
        fresh.last_due = known->second.last_due;
        edited(change, known->second);
    }
    jobs_.insert_or_assign(id, std::move(fresh));
    settle_requests(id);
}

void Observer::edited(const Change &change, Job &job) {
    const JobRow &before = job.row;
    const JobRow &after = *change.job_after;
    const std::string where = "edit of " + after.definition->id + ": ";
    if (after.fires != before.fires) violation(where + "the counter of fires moved");
    if (after.failures_in_row != 0 && after.failures_in_row != change.job_before->failures_in_row) {
        violation(where + "the counter of failures moved");
    }
    const bool resumed = before.definition->paused && !after.definition->paused;
    // A run arms its job only if nobody has edited that meanwhile; so an edit arms one that waits for its run's end.
    const bool arms = job.calendar && job.calendar->from_completion() && !before.next_fire;
    const bool same = same_timetable(*before.definition, *after.definition);
    if (same && arms && !after.next_fire) return; // paused, for example
    if (!resumed && !arms && same) {
        if (after.next_fire != before.next_fire) {
            violation(where + "the next fire moved without need, from " + text(before.next_fire) + " to " +
                      text(after.next_fire));
        }
        if (change.record) violation(where + "a record without need");
        return;
    }
    const Instant asked = asked_at(after.definition->id, change.at);
    if (after.next_fire != before.next_fire) check_passed_over(change, job, asked);
    Job fresh;
    fresh.row = after;
    fresh.calendar = Calendar::of(*after.definition, zones_);
    if (after.next_fire != before.next_fire || !before.next_fire) check_new_fire(change, fresh, asked);
}

// The instants of the old timetable that were due when the change was asked for are on record.
void Observer::check_passed_over(const Change &change, const Job &old, Instant asked) {
    const auto owed = old.row.next_fire;
    if (!owed || !old.calendar) return;
    const std::string where = "job " + old.row.definition->id + ": ";
    const RecordRow *record = change.record;
    if (!record) {
        if (*owed <= change.at) violation(where + "due at " + text(*owed) + ", edited away without a record");
        return;
    }
    if (record->kind != RecordKind::skipped) violation(where + "an edit's record is not a skip");
    if (record->first_due != owed) violation(where + "an edit's record begins at " + text(record->first_due));
    if (!record->last_due || *record->last_due > change.at) return violation(where + "an edit's record lies ahead");
    const bool paused_reason = record->reason == Reason::paused;
    if (paused_reason && !old.row.definition->paused) violation(where + "on record as paused, and was not");
    if (old.calendar->from_completion() || old.calendar->manual()) return;
    const auto newest = old.calendar->previous(std::min(asked, change.at));
    if (newest && *newest > *record->last_due && *newest >= *owed) {
        violation(where + "due at " + text(*newest) + ", beyond the edit's record");
    }
    const std::int64_t count = old.calendar->count(*owed, *record->last_due, kCountLimit);
    if (count != record->count) violation(where + "an edit's record counts " + std::to_string(record->count));
}

void Observer::check_new_fire(const Change &change, const Job &job, Instant asked) {
    const std::string where = "job " + job.row.definition->id + ": ";
    const auto fire = job.row.next_fire;
    const auto expected_fire_at = job.row.definition->paused ? std::nullopt : fire;
    if (job.row.fire_at != expected_fire_at) violation(where + "fire_at is " + text(job.row.fire_at));
    if (!job.calendar) return violation(where + "stored with a schedule that does not parse");
    if (used_up(job.row)) {
        if (fire) violation(where + "it has used up its runs and has a next fire");
        return;
    }
    const auto cursor = change.job_before ? change.job_before->cursor : std::nullopt;
    const auto bounded = [&](Instant at) {
        if (job.calendar->from_completion()) return job.calendar->after_completion(at);
        return job.calendar->next(std::max(at, cursor.value_or(at)));
    };
    const auto earliest = bounded(std::min(asked, change.at));
    const auto latest = bounded(change.at);
    if (latest && (!fire || *fire > *latest)) violation(where + "next fire " + text(fire) + " after " + text(*latest));
    if (fire && (!earliest || *fire < *earliest)) violation(where + "next fire " + text(fire) + " is too early");
    if (fire && !job.calendar->from_completion() && !job.calendar->fires_at(*fire)) {
        violation(where + "next fire " + text(fire) + " is not in its calendar");
    }
}

void Observer::removed(const Change &change) {
    const std::string &id = change.job_before->definition->id;
    const auto known = jobs_.find(id);
    if (known == jobs_.end()) return violation("job " + id + " was removed and was not there");
    if (known->second.row.next_fire && change.job_before->readable) {
        check_passed_over(change, known->second, asked_at(id, change.at));
    }
    for (auto &[run_id, run] : runs_) {
        if (run.row.job_id == id) run.job_gone = true;
    }
    jobs_.erase(known);
    settle_requests(id);
}

} // namespace simulation
