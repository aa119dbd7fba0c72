#include "judge_settings.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

// Of what is known of the moment of a decision; and how far a drifting clock may be ahead.
constexpr Duration kBlur = 150ms;
// How wrong the estimate of the store's clock may be while answers take seconds.
constexpr Duration kLineBlur = 3s;

bool owes_each(const Definition &definition) {
    if (definition.overlap == Overlap::queue) return true;
    return definition.catch_up == CatchUp::all && definition.overlap != Overlap::replace;
}

bool skips_missed(const Definition &definition) {
    return definition.catch_up == CatchUp::skip && definition.overlap != Overlap::queue;
}

bool has_times(const KnownJob &job) {
    return job.calendar && !job.calendar->from_completion() && !job.calendar->manual();
}

} // namespace

void JudgeOfSettings::judge(const Change &change) {
    if (change.kind == ChangeKind::cancel_asked) asked_to_make_room(change);
    const bool closes = change.run_before && change.run_before->state != RunState::closed &&
                        change.run_after->state == RunState::closed;
    if (closes) closed(change);
    if (closes && change.run_after->outcome == Outcome::expired) expired(change);
    if (change.kind == ChangeKind::claimed && change.run_after->trigger == Trigger::schedule) {
        if (const KnownJob *job = notes_.find_job(change.run_after->job_id)) claimed(change, *job);
    }
    if (change.kind == ChangeKind::passed && change.record) {
        if (const KnownJob *job = notes_.find_job(change.job_after->definition->id)) passed(change, *job);
    }
}

void JudgeOfSettings::claimed(const Change &change, const KnownJob &job) {
    const Definition &definition = *job.row.definition;
    const std::int32_t limit = definition.disable_after_failures;
    if (limit > 0 && change.job_before->failures_in_row >= limit) {
        notes_.violation("claim of " + definition.id + ": claimed though its last runs failed");
    }
    if (!has_times(job) || hazy()) return;
    const Instant decided = decided_at(change.run_after->id);
    check_order(change, job, decided);
    check_age(change, job, decided);
    check_pace(change, job, decided);
}

// Which of the instants that are due is claimed.
void JudgeOfSettings::check_order(const Change &change, const KnownJob &job, Instant decided) {
    const Definition &definition = *job.row.definition;
    const Instant due = change.run_after->due_at;
    const auto where = [&] { return "claim of " + definition.id + " at " + text(due) + ": "; };
    if (owes_each(definition)) {
        if (due != job.row.next_fire) notes_.violation(where() + "merged, though each is owed");
        return;
    }
    const auto newer = job.calendar->next(due);
    const bool older = newer && *newer + definition.jitter + kBlur < decided;
    if (older) notes_.violation(where() + "an older instant, though only the newest is owed");
    if (!skips_missed(definition)) return;
    const bool late = decided - due > notes_.setting.config.missed_after + definition.jitter + kBlur;
    if (change.record || late) notes_.violation(where() + "made up for, though it skips what it missed");
}

// How old what is claimed may be.
void JudgeOfSettings::check_age(const Change &change, const KnownJob &job, Instant decided) {
    const Definition &definition = *job.row.definition;
    const Instant due = change.run_after->due_at;
    const Instant oldest = change.record && change.record->first_due ? *change.record->first_due : due;
    const auto where = [&] { return "claim of " + definition.id + " at " + text(due) + ": "; };
    if (decided - oldest > definition.catch_up_window + kBlur) notes_.violation(where() + "beyond its window");
    if (owes_each(definition)) {
        const std::int64_t owed =
            job.calendar->count(due, decided - definition.jitter - kBlur, definition.catch_up_limit + 1);
        if (owed < 0 || owed > definition.catch_up_limit) notes_.violation(where() + "beyond its limit");
    }
    const Duration deadline = definition.start_deadline;
    if (deadline > 0us && decided - due > deadline + definition.jitter + kBlur) {
        notes_.violation(where() + "claimed though its deadline had passed");
    }
}

// What one job missed is made up for at a bounded rate within one scheduler.
void JudgeOfSettings::check_pace(const Change &change, const KnownJob &job, Instant decided) {
    const Definition &definition = *job.row.definition;
    const Instant due = change.run_after->due_at;
    const auto newer = job.calendar->next(due);
    const bool superseded = newer && *newer + definition.jitter < decided;
    const bool late = decided - due > notes_.setting.config.missed_after + definition.jitter;
    if (!change.record && !superseded && !late) return;
    Instant &last = made_up_at_.try_emplace({definition.id, change.caller->incarnation}, Instant::min()).first->second;
    // The estimate of the store's clock is corrected, by as much as half an answer's way, after a bad line by more; and
    // by so much the difference is wrong.
    const Duration blur = notes_.undisturbed(2min) ? Duration(kBlur) : kLineBlur;
    const bool too_fast = last != Instant::min() && decided - last + blur < notes_.setting.config.catch_up_interval;
    if (too_fast) notes_.violation("claim of " + definition.id + " at " + text(due) + ": made up for too fast");
    last = decided;
}

void JudgeOfSettings::passed(const Change &change, const KnownJob &job) {
    const RecordRow &record = *change.record;
    const Definition &definition = *job.row.definition;
    const auto where = [&] { return "pass of " + definition.id + ": "; };
    if (!record.last_due) return;
    if (record.kind == RecordKind::missed) check_missed(change, job);
    if (record.reason == Reason::overlap) check_overlap(change, job);
    if (record.kind == RecordKind::expired) {
        const Duration blur = notes_.undisturbed(2min) ? Duration(20ms) : kLineBlur;
        const bool in_vain =
            definition.start_deadline <= 0us || *record.last_due + definition.start_deadline > change.at + blur;
        if (in_vain && !notes_.stepped_within(1h)) notes_.violation(where() + "expired before its deadline");
    }
    if (record.kind == RecordKind::merged) notes_.violation(where() + "merged into no run");
}

void JudgeOfSettings::check_missed(const Change &change, const KnownJob &job) {
    const RecordRow &record = *change.record;
    const Definition &definition = *job.row.definition;
    const auto where = [&] { return "pass of " + definition.id + ": "; };
    const Instant last = *record.last_due;
    const Duration blur = notes_.undisturbed(2min) ? kBlur : kLineBlur;
    const bool in_window = last > change.at - definition.catch_up_window + blur;
    // Or the clock was set back while it was under way.
    if (record.reason == Reason::window && in_window && !notes_.stepped_within(1h)) {
        notes_.violation(where() + "missed within its window");
    }
    if (record.reason == Reason::limit) {
        // The estimate of the store's clock may be a little ahead, and an instant more be due by it.
        const std::int64_t newer =
            job.calendar->count(last + Duration(1), change.at + kBlur, definition.catch_up_limit);
        const bool within = newer >= 0 && newer < definition.catch_up_limit && !notes_.stepped_within(1h);
        if (within || !owes_each(definition)) notes_.violation(where() + "missed within its limit");
    }
    if (record.reason == Reason::catch_up) {
        if (!skips_missed(definition)) notes_.violation(where() + "missed, though it makes up for it");
        const auto newer = has_times(job) ? job.calendar->next(last) : std::nullopt;
        const bool superseded = newer && *newer <= change.at + kBlur;
        const bool late = change.at + kBlur - last > notes_.setting.config.missed_after;
        if (!superseded && !late) notes_.violation(where() + "missed, and it was on time");
    }
}

// As many runs as the key has had at some time within the span that an answer may be under way, or since it was
// decided.
std::size_t JudgeOfSettings::lately_on(const std::string &key, Duration since_decided) const {
    const auto active = notes_.active.find(key);
    const std::size_t now = active == notes_.active.end() ? 0 : active->second.size();
    const auto left = notes_.key_left.find(key);
    const bool more =
        left != notes_.key_left.end() && notes_.clock() - left->second < notes_.tolerance() + 5s + since_decided;
    return more ? 1000 : now;
}

void JudgeOfSettings::check_overlap(const Change &change, const KnownJob &job) {
    const RecordRow &record = *change.record;
    const Definition &definition = *job.row.definition;
    const auto where = [&] { return "pass of " + definition.id + ": "; };
    const std::string key = active_key(definition);
    const RunRow *beside = notes_.store.find_run(record.run);
    if (!beside || beside->concurrency_key != key) {
        notes_.violation(where() + "skipped for overlap, beside no run of its key");
    }
    const Duration since_decided = std::max(0us, Duration(change.at - decided_at(record.id)));
    if (lately_on(key, since_decided) < static_cast<std::size_t>(definition.max_active)) {
        notes_.violation(where() + "skipped for overlap, with room on its key");
    }
    if (definition.overlap == Overlap::queue) notes_.violation(where() + "passed for overlap, and it queues");
    if (definition.overlap == Overlap::replace) notes_.violation(where() + "passed for overlap, and it replaces");
}

// Its deadline passed after the claim: the run itself is the record.
void JudgeOfSettings::expired(const Change &change) {
    const KnownRun *run = notes_.find_run(change.run_after->id);
    const KnownJob *job = notes_.find_job(change.run_after->job_id);
    const auto where = [&] { return "run " + text(change.run_after->id) + " of " + change.run_after->job_id + ": "; };
    if (run && run->started_attempt > 0) notes_.violation(where() + "expired though it was started");
    const bool same = job && job->row.revision == change.run_after->revision;
    const bool early = same && change.run_after->due_at + job->row.definition->start_deadline > change.at + kBlur;
    if (early && !notes_.stepped_within(1h)) { // else the clock was set back while it was on its way
        notes_.violation(where() + "expired before its deadline");
    }
}

void JudgeOfSettings::started(const StartRun &run, Instant now) {
    const Duration deadline = run.definition->start_deadline;
    const bool first = run.attempt == 1 && run.trigger == Trigger::schedule;
    if (deadline <= 0us || !first || notes_.stepped_within(2h)) return;
    if (now - run.due_at > deadline + run.definition->jitter + notes_.tolerance()) {
        notes_.violation("start of " + run.definition->id + ": started though its deadline had passed");
    }
}

// Each job that may wait for runs of this one's key.
template <class Look>
void JudgeOfSettings::for_each_on_key(const RunRow &run, const Look &look) {
    Definition own;
    own.id = run.job_id;
    const bool shared = active_key(own) != run.concurrency_key;
    const KnownJob *job = shared ? nullptr : notes_.find_job(run.job_id);
    if (job) look(run.job_id, *job);
    if (!shared) return;
    for (const std::string &id : notes_.sharing) look(id, *notes_.find_job(id));
}

// The oldest of a key is asked first, and only for a job that replaces and is due.
void JudgeOfSettings::asked_to_make_room(const Change &change) {
    const RunRow &run = *change.run_after;
    if (run.reason != Reason::replaced || change.run_before->cancel_requested || hazy()) return;
    const auto where = [&] { return "run " + text(run.id) + " of " + run.job_id + ": "; };
    for (const Id id : notes_.active_on(run.concurrency_key)) {
        const KnownRun *other = notes_.find_run(id);
        if (id < run.id && other && !other->row.cancel_requested) {
            notes_.violation(where() + "asked to make room before an older one");
        }
    }
    bool wanted = false;
    for_each_on_key(run, [&](const std::string & /*id*/, const KnownJob &job) {
        const Definition &definition = *job.row.definition;
        wanted = wanted || (definition.overlap == Overlap::replace && active_key(definition) == run.concurrency_key);
    });
    if (!wanted && notes_.undisturbed(2min)) notes_.violation(where() + "asked to make room for nobody");
}

// A run that went on to its own end while a replacement was due should have been asked to make room.
void JudgeOfSettings::closed(const Change &change) {
    const RunRow &run = *change.run_before;
    if (run.cancel_requested || !notes_.undisturbed(10min) || notes_.stepped_within(2h)) return;
    for_each_on_key(run, [&](const std::string &id, const KnownJob &job) { check_room(change, id, job); });
}

void JudgeOfSettings::check_room(const Change &change, const std::string &id, const KnownJob &job) {
    const RunRow &run = *change.run_before;
    const auto &active = notes_.active_on(run.concurrency_key);
    const auto rank = static_cast<std::size_t>(std::distance(active.begin(), active.find(run.id)));
    const Definition &definition = *job.row.definition;
    const bool waits = definition.overlap == Overlap::replace && job.row.fire_at && !definition.paused &&
                       active_key(definition) == run.concurrency_key;
    const auto places = static_cast<std::size_t>(definition.max_active);
    if (!waits || active.size() < places || rank > active.size() - places) return;
    const Instant due = std::max({*job.row.fire_at, job.written_at, run.claimed_at.value_or(change.at)});
    if (notes_.full_at < due && change.at - due > notes_.setting.config.refresh + 1min) {
        notes_.violation("run " + text(run.id) + " of " + run.job_id + " was not asked to make room for " + id);
    }
}

} // namespace simulation
