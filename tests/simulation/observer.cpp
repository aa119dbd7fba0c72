// Takes the history in, and looks around for what ought to have happened and did not.
#include "observer.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

std::string text(Instant instant) {
    return date::format("%FT%TZ", instant);
}

std::string text(std::optional<Instant> instant) {
    return instant ? text(*instant) : "none";
}

std::string text(Id id) {
    std::ostringstream hex;
    hex << std::hex;
    for (const std::uint8_t byte : id.bytes) hex << (byte >> 4U) << (byte & 15U);
    return hex.str();
}

void Observer::violation(const std::string &what) {
    constexpr std::size_t kEnough = 100;
    if (violations_.size() < kEnough) violations_.push_back(text(store_.now()) + " " + what);
}

void Observer::changed(const Change &change) {
    ++activity_;
    if (history_kept_) history_.push_back(describe(change));
    switch (change.kind) {
    case ChangeKind::put:
        put(change);
        break;
    case ChangeKind::removed:
        removed(change);
        break;
    case ChangeKind::disabled: {
        Job &job = jobs_.at(change.job_after->definition->id);
        if (change.job_after->next_fire != job.row.next_fire) violation("disabling moved the next fire");
        job.row = *change.job_after;
        break;
    }
    case ChangeKind::claimed:
        claimed(change);
        break;
    case ChangeKind::passed:
        passed(change);
        break;
    case ChangeKind::rederived:
        rederived(change);
        break;
    case ChangeKind::begun:
    case ChangeKind::updated:
    case ChangeKind::cancel_asked:
    case ChangeKind::held:
        run_changed(change);
        break;
    case ChangeKind::record_announced:
        record_settled(change);
        break;
    case ChangeKind::joined:
    case ChangeKind::retired:
        break;
    }
    const bool owed = change.record && change.kind != ChangeKind::record_announced && !change.record->announced;
    if (owed) records_told_.emplace(change.record->id, 0);
    if (!change.record || change.kind == ChangeKind::record_announced) return;
    const std::int64_t instants = std::max<std::int64_t>(change.record->count, 1);
    if (change.record->kind == RecordKind::skipped) tally_.skipped += instants;
    if (change.record->kind == RecordKind::missed) tally_.missed += instants;
    if (change.record->kind == RecordKind::merged) tally_.merged += instants;
    if (!store_.records().contains(change.record->id)) violation("a record was to be written and is not there");
}

void Observer::clock_stepped(Instant now) {
    stepped_at_ = now;
    disturbed(clock_);
    for (auto &[id, request] : requests_) request.second = std::min(request.second, now);
    for (auto &[job, at] : doubtful_) at = std::min(at, now);
    for (auto &[id, run] : runs_) run.changed_at = std::min(run.changed_at, now);
}

void Observer::look_around(Instant now, Duration since_start) {
    clock_ = since_start;
    for (auto &[id, run] : runs_) {
        const bool claimed_long = run.row.state == RunState::claimed && now - run.changed_at > 10min;
        if (claimed_long && undisturbed(10min)) violation("run " + text(id) + " stays claimed");
        const auto job = jobs_.find(run.row.job_id);
        const Duration limit = (job == jobs_.end() ? 30min : job->second.row.definition->timeout) + 10min;
        const bool runs_long = run.row.state == RunState::running && now - run.changed_at > limit;
        if (runs_long && undisturbed(limit)) violation("run " + text(id) + " of " + run.row.job_id + " stays running");
    }
    for (auto &[id, job] : jobs_) {
        if (!job.calendar || !job.row.readable || job.row.definition->paused) continue;
        const bool dead = job.calendar->after_completion(now) && !job.row.next_fire &&
                          std::none_of(runs_.begin(), runs_.end(), [&id = id](const auto &entry) {
                              return entry.second.row.job_id == id && entry.second.row.state != RunState::closed;
                          });
        const std::int64_t limit = job.row.definition->max_runs;
        if (!dead || (limit > 0 && job.row.fires >= limit))
            job.unarmed_since.reset();
        else if (!job.unarmed_since)
            job.unarmed_since = now;
        else if (now - *job.unarmed_since > 30min && undisturbed(30min)) {
            violation("job " + id + " is enabled, has no next fire and nothing will arm it");
            job.unarmed_since = now + 1000h;
        }
    }
}

void Observer::finish(Instant now) {
    for (const auto &[id, run] : runs_) {
        const bool open = run.row.state != RunState::closed;
        violation("run " + text(id) + " of " + run.row.job_id + (open ? " never ended" : " was never announced"));
    }
    for (const auto &[id, told] : records_told_) violation("record " + text(id) + " was never announced");
    for (const auto &[id, job] : jobs_) {
        const bool waits =
            job.row.readable && !job.row.definition->paused && job.row.next_fire && *job.row.next_fire < now - 10min;
        if (waits) violation("job " + id + " was due at " + text(job.row.next_fire) + " and nothing happened");
    }
}

} // namespace simulation
