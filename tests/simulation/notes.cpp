#include "notes.h"

#include <date/date.h>

#include <algorithm>
#include <string_view>

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
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t byte : id.bytes) {
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 15U];
    }
    return hex;
}

Instant decided_at(Id id) {
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds * 256 + id.bytes.at(i);
    return Instant(std::chrono::milliseconds(milliseconds));
}

void Notes::violation(const std::string &what) {
    constexpr std::size_t kEnough = 100;
    if (violations.size() < kEnough) violations.push_back(text(store.now()) + " " + what);
}

Duration Notes::tolerance() const {
    return undisturbed(2min) ? Duration(50ms) : 2 * setting.config.lease + 30s;
}

KnownJob *Notes::find_job(const std::string &job_id) {
    const auto found = jobs.find(job_id);
    return found == jobs.end() ? nullptr : &found->second;
}

KnownRun *Notes::find_run(Id run_id) {
    const auto found = runs.find(run_id);
    return found == runs.end() ? nullptr : &found->second;
}

bool Notes::has_open_run(const KnownJob &job) const {
    return std::any_of(runs.begin(), runs.end(), [&job](const auto &entry) {
        const RunRow &run = entry.second.row;
        return run.state != RunState::closed && run.job_id == job.row.definition->id &&
               run.generation == job.row.generation;
    });
}

bool Notes::used_up(const JobRow &row) const {
    return row.definition->max_runs > 0 && row.fires >= row.definition->max_runs;
}

bool Notes::over(const KnownJob &job, Instant now) const {
    if (job.row.next_fire || !job.calendar) return false;
    if (used_up(job.row)) return true;
    if (job.calendar->from_completion()) return !job.calendar->after_completion(now);
    return !job.calendar->manual() && !job.calendar->next(std::max(now, job.row.cursor.value_or(now)));
}

void Notes::take_in(const Change &change) {
    const bool looks_away = change.kind == ChangeKind::passed && !change.record; // nothing has happened
    activity += looks_away ? 0 : 1;
    switch (change.kind) {
    case ChangeKind::put: {
        const std::string &id = change.job_after->definition->id;
        KnownJob &job = jobs[id];
        job.row = *change.job_after;
        job.calendar = Calendar::of(*job.row.definition, zones);
        job.written_at = change.at;
        if (job.row.definition->concurrency_key.empty())
            sharing.erase(id);
        else
            sharing.insert(id);
        // Of a row that could not be read nobody knows the cursor either.
        if (!change.job_before || !change.job_before->readable) job.last_due.reset();
        for (auto &[run_id, run] : runs) {
            if (run.row.job_id != id) continue;
            run.notify_always &= job.row.definition->notify_on;
            // While its row could not be read, what is usual was told of its runs.
            if (change.job_before && !change.job_before->readable) run.notify_always &= Definition{}.notify_on;
            run.retries_most = std::max(run.retries_most, job.row.definition->retries);
            run.may_repeat_lost = run.may_repeat_lost || job.row.definition->on_lost == OnLost::run_again;
        }
        break;
    }
    case ChangeKind::removed:
        for (auto &[run_id, run] : runs)
            run.job_gone = run.job_gone || run.row.job_id == change.job_before->definition->id;
        sharing.erase(change.job_before->definition->id);
        jobs.erase(change.job_before->definition->id);
        break;
    case ChangeKind::disabled:
    case ChangeKind::passed:
    case ChangeKind::rederived:
        if (KnownJob *job = find_job(change.job_after->definition->id)) job->row = *change.job_after;
        break;
    case ChangeKind::claimed:
    case ChangeKind::begun:
    case ChangeKind::updated:
    case ChangeKind::cancel_asked:
    case ChangeKind::held:
        take_run_in(change);
        break;
    case ChangeKind::joined:
    case ChangeKind::beat:
    case ChangeKind::retired:
        take_replica_in(change);
        break;
    case ChangeKind::record_announced:
        break;
    }
}

void Notes::keep_active(const RunRow &row) {
    if (row.state != RunState::closed) {
        active[row.concurrency_key].insert(row.id);
    } else if (active[row.concurrency_key].erase(row.id) != 0) {
        key_left[row.concurrency_key] = clock();
    }
}

void Notes::permit(KnownRun &run, const Change &change) {
    const bool same_attempt = run.permitted_attempt == change.run_after->attempt;
    run.permitted_before = same_attempt ? run.permitted_to : Place{};
    run.permitted_before_at = run.permitted_at;
    run.permitted_attempt = change.run_after->attempt;
    run.permitted_at = clock();
    run.permitted_to = {change.caller->scheduler, schedulers[change.caller->scheduler].process,
                        change.caller->incarnation};
    run.refused.reset();
    const StoredJob *job = store.find_job(run.row.job_id);
    if (job) run.payload = job->with_payload->payload;
}

void Notes::take_run_in(const Change &change) {
    const RunRow &after = *change.run_after;
    KnownJob *job = find_job(after.job_id);
    if (job && change.job_after) job->row = *change.job_after;
    keep_active(after);
    if (change.kind == ChangeKind::claimed) {
        KnownRun &run = runs[after.id];
        run.row = after;
        permit(run, change);
        const Definition &definition = *change.job_after->definition;
        run.notify_always = definition.notify_on;
        run.places = definition.max_active;
        run.retries_most = definition.retries;
        run.may_repeat_lost = definition.on_lost == OnLost::run_again;
        if (job && after.trigger == Trigger::schedule) {
            job->last_due = after.due_at;
            job->claimed_at = change.at;
        }
    }
    KnownRun *run = find_run(after.id);
    if (!run) return;
    run->row = after;
    run->changed_at = clock();
    if (after.cancel_requested && !run->flagged_at) run->flagged_at = clock();
    if (change.kind == ChangeKind::begun && change.start && after.state == RunState::claimed) permit(*run, change);
    if (change.kind == ChangeKind::begun && !change.start) { // from now on its row names another session
        const auto known = remembered.find({after.id, after.attempt});
        if (known != remembered.end() && known->second.session != change.caller->session) remembered.erase(known);
    }
    if (after.state == RunState::closed && after.announced) runs.erase(after.id);
}

void Notes::take_replica_in(const Change &change) {
    const auto retire = [this](const ReplicaRow &row) {
        const auto found = scheduler_of.find(row.incarnation);
        if (found == scheduler_of.end()) return;
        KnownScheduler &scheduler = schedulers[found->second];
        if (scheduler.member == row.incarnation) scheduler.member.reset();
    };
    if (change.replica) retire(*change.replica);
    if (change.kind != ChangeKind::joined) return;
    scheduler_of[change.caller->incarnation] = change.caller->scheduler;
    schedulers[change.caller->scheduler].member = change.caller->incarnation;
}

} // namespace simulation
