#include "judge_pace.h"

#include <algorithm>
#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

void JudgeOfPace::ticked() {
    ++notes_.tally.ticks;
    ++ticks_in_minute_;
    check_minute();
}

void JudgeOfPace::storage_called() {
    ++notes_.tally.storage_calls;
    ++calls_in_minute_;
    check_minute();
}

// What is done in a minute is bounded by what happened in it and in the one before.
void JudgeOfPace::check_minute() {
    constexpr std::int64_t kIdle = 250; // for each scheduler
    constexpr std::int64_t kPerEvent = 12;
    const std::int64_t minute = std::chrono::duration_cast<std::chrono::minutes>(notes_.clock()).count();
    const auto alive = std::count_if(notes_.schedulers.begin(), notes_.schedulers.end(),
                                     [](const auto &entry) { return entry.second.alive; });
    // What happened a moment before the full minute is worked off after it.
    const std::int64_t happened = notes_.activity + activity_before_;
    const std::int64_t limit = kIdle * std::max<std::int64_t>(alive, 1) + kPerEvent * happened;
    const bool hot = calls_in_minute_ > limit || ticks_in_minute_ > limit;
    if (hot) {
        notes_.violation("a hot loop: " + std::to_string(calls_in_minute_) + " storage calls and " +
                         std::to_string(ticks_in_minute_) + " ticks within a minute in which " +
                         std::to_string(happened) + " things happened");
    }
    if (minute == minute_ && !hot) return;
    minute_ = minute;
    calls_in_minute_ = ticks_in_minute_ = 0;
    activity_before_ = std::max(notes_.activity, notes_.unanswered);
    notes_.activity = 0;
}

// Says so, once, when it has been wrong with a job for so long with nothing in its way.
void JudgeOfPace::after(const std::string &job_id, const char *what, bool wrong, Duration patience) {
    if (!wrong && wrong_since_.empty()) return;
    const auto known = wrong_since_.find({job_id, what});
    if (!wrong) {
        if (known != wrong_since_.end()) wrong_since_.erase(known);
        return;
    }
    Duration &since = known != wrong_since_.end() ? known->second : wrong_since_[{job_id, what}] = notes_.clock();
    if (notes_.clock() - since <= patience || !notes_.undisturbed(patience)) return;
    notes_.violation("job " + job_id + ' ' + what);
    since = notes_.clock() + 1000h;
}

void JudgeOfPace::look_around() {
    for (const auto &[id, run] : notes_.runs) look_at_run(id, run);
    look_at_jobs();
}

// At all of them, unless they are a crowd: then in turn.
void JudgeOfPace::look_at_jobs() {
    constexpr std::size_t kAtOnce = 1000;
    const std::size_t count = std::min(kAtOnce, notes_.jobs.size());
    auto job = notes_.jobs.upper_bound(looked_at_);
    for (std::size_t i = 0; i < count; ++i, ++job) {
        if (job == notes_.jobs.end()) job = notes_.jobs.begin();
        look_at_job(job->first, job->second);
        looked_at_ = job->first;
    }
}

void JudgeOfPace::look_at_run(const Id &id, const KnownRun &run) {
    const StoredJob *stored = notes_.store.find_job(run.row.job_id);
    if (stored && !stored->row.readable) return; // it waits until somebody mends it
    const KnownJob *known = notes_.find_job(run.row.job_id);
    if (known && notes_.store.now() - known->written_at < 10min) return;
    const Duration age = notes_.clock() - run.changed_at;
    const auto where = [&] { return "run " + text(id) + " of " + run.row.job_id; };
    if (run.row.state == RunState::claimed && age > 10min && notes_.undisturbed(10min)) {
        notes_.violation(where() + " stays claimed");
    }
    const KnownJob *job = notes_.find_job(run.row.job_id);
    const Duration limit = (job ? job->row.definition->timeout : 30min) + 10min;
    if (run.row.state == RunState::running && age > limit && notes_.undisturbed(limit)) {
        notes_.violation(where() + " stays running");
    }
    const auto execution = notes_.executions.find({id, run.row.attempt});
    const bool asked = run.row.state == RunState::running && run.flagged_at && execution != notes_.executions.end();
    const Duration patience = notes_.setting.config.refresh + notes_.setting.config.lease + 1min;
    const bool unheard = asked && !execution->second.cancel_asked && notes_.clock() - *run.flagged_at > patience;
    if (unheard && notes_.undisturbed(patience)) {
        notes_.violation(where() + " was asked to end, and its executor was never told");
    }
}

// Enabled, without a next fire, and nothing is there that will arm it.
bool JudgeOfPace::dead(const KnownJob &job) const {
    const bool enabled = job.calendar && !job.row.definition->paused && !job.row.next_fire && !notes_.used_up(job.row);
    return enabled && job.calendar->after_completion(notes_.store.now()) && !notes_.has_open_run(job);
}

bool JudgeOfPace::finished(const KnownJob &job) const {
    const Definition &definition = *job.row.definition;
    return definition.delete_when_finished && !definition.paused && notes_.over(job, notes_.store.now()) &&
           !notes_.has_open_run(job);
}

// A backlog that grows smaller is overdue for long, though much happens.
bool JudgeOfPace::stands_still(const std::string &job_id, Instant fire_at) {
    return std::exchange(overdue_at_[job_id], fire_at) == fire_at;
}

bool JudgeOfPace::overdue(const KnownJob &job) const {
    const Definition &definition = *job.row.definition;
    if (definition.paused || !job.row.fire_at || *job.row.fire_at > notes_.store.now() - 30s) return false;
    if (notes_.stepped_within(2h)) return false; // what it waited for a moment ago lies ahead
    const auto active = notes_.active.find(active_key(definition));
    const bool full =
        active != notes_.active.end() && active->second.size() >= static_cast<std::size_t>(definition.max_active);
    return !full;
}

// A run of its key is going and its scheduler has no room: it overlaps, whatever the room.
bool JudgeOfPace::untold(const KnownJob &job) const {
    const Definition &definition = *job.row.definition;
    const bool passes = definition.overlap == Overlap::skip && definition.catch_up != CatchUp::all &&
                        definition.concurrency_key.empty();
    if (notes_.setting.replicas != 1 || !passes || definition.paused || !job.row.fire_at) return false;
    const auto active = notes_.active.find(active_key(definition));
    if (active == notes_.active.end()) return false;
    // Those that were there before; else the job waits for room since its key was free.
    const auto before = std::count_if(active->second.begin(), active->second.end(), [&](Id id) {
        const KnownRun *run = notes_.find_run(id);
        return run && run->row.due_at < *job.row.fire_at;
    });
    const bool full = before >= definition.max_active;
    return full && *job.row.fire_at < notes_.store.now() - 30s;
}

void JudgeOfPace::look_at_job(const std::string &id, const KnownJob &job) {
    const StoredJob *stored = notes_.store.find_job(id);
    const bool unreadable = stored && !stored->row.readable && !stored->row.disabled && stored->row.look_at &&
                            *stored->row.look_at < notes_.store.now();
    after(id, "cannot be read, and nobody says so", unreadable, 10min);
    if (!stored || !stored->row.readable) return;
    const Definition &definition = *job.row.definition;
    after(id, "is enabled, has no next fire and nothing will arm it", dead(job), 30min);
    after(id, "can fire no more and is still there", finished(job), 10min);
    after(id, "is due beside a run of its key, and nobody says so", untold(job), 3min);
    const std::int32_t limit = definition.disable_after_failures;
    // Whoever closed the run may be gone: then its next look finds it.
    const bool looked_at = job.row.look_at && *job.row.look_at < notes_.store.now();
    const bool failing = limit > 0 && job.row.failures_in_row >= limit && !definition.paused && looked_at;
    after(id, "has reached its limit of failures and is not switched off", failing, 10min);
    // What has no room waits for it, but not for ever.
    const bool crowded = notes_.full_at + 1h > notes_.store.now();
    after(id, "is overdue and nothing happens", overdue(job) && stands_still(id, *job.row.fire_at),
          crowded ? Duration(6h) : Duration(20min));
}

void JudgeOfPace::finish() {
    for (const auto &[id, run] : notes_.runs) {
        const bool open = run.row.state != RunState::closed;
        if (notes_.clock() - run.changed_at < 10min) continue; // it is going, or its notice is on its way
        notes_.violation("run " + text(id) + " of " + run.row.job_id +
                         (open ? " never ended" : " was never announced"));
    }
    for (const auto &[id, job] : notes_.jobs) {
        const bool waits = job.row.readable && !job.row.definition->paused && job.row.next_fire &&
                           *job.row.next_fire < notes_.store.now() - 10min;
        if (waits) {
            notes_.violation("job " + id + " was due at " + text(job.row.next_fire) + " and nothing happened");
        }
    }
}

} // namespace simulation
