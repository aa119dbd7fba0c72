#include "judge_replicas.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

void JudgeOfReplicas::scheduler_made(std::uint64_t scheduler, const Config &config) {
    configs_[scheduler] = config;
}

void JudgeOfReplicas::judge(const Change &change) {
    if (!change.caller) return;
    if (change.kind == ChangeKind::joined) return joined(change);
    if (change.kind == ChangeKind::retired) return retired(change);
    const auto member = members_.find(change.caller->incarnation);
    if (member == members_.end() || member->second.retired) {
        notes_.violation("a write of an incarnation that is retired, or never joined, was accepted");
    }
    if (change.kind == ChangeKind::beat && member != members_.end()) member->second.beat_at = notes_.clock();
}

void JudgeOfReplicas::joined(const Change &change) {
    const std::uint64_t scheduler = change.caller->scheduler;
    if (superseded_.contains(scheduler)) {
        notes_.violation("scheduler " + std::to_string(scheduler) + " was replaced by a join and joined again");
    }
    if (change.replica) {
        check_vouched(change);
        Member &predecessor = members_[change.replica->incarnation];
        predecessor.retired = true;
        if (predecessor.scheduler != scheduler) superseded_.insert(predecessor.scheduler);
    }
    const bool again = !joined_.insert(scheduler).second;
    const Duration span = 2 * notes_.setting.config.lease + 1min;
    if (again && notes_.undisturbed(span)) {
        notes_.violation("scheduler " + std::to_string(scheduler) + " lost its lease with nothing in its way");
    }
    members_[change.caller->incarnation] = {scheduler, notes_.clock(), false, std::nullopt};
}

// At once only in place of itself, or of one that the host knows to be dead, or where nobody else can be.
void JudgeOfReplicas::check_vouched(const Change &change) {
    const auto config = configs_.find(change.caller->scheduler);
    if (config == configs_.end() || config->second.store_exclusive) return;
    const bool vouched =
        config->second.predecessor_dead && change.replica->data_directory == config->second.data_directory;
    if (!vouched) notes_.violation("joined in place of a predecessor that nobody vouched for");
}

void JudgeOfReplicas::retired(const Change &change) {
    const auto found = members_.find(change.replica->incarnation);
    if (found == members_.end()) return notes_.violation("somebody was retired who had not joined");
    Member &member = found->second;
    member.retired = true;
    if (change.replica->retired != Retirement::by_observer || notes_.setting.config.store_exclusive) return;
    const Duration lease = notes_.setting.config.lease;
    // By the observer's own clock, which may be faster.
    if (notes_.clock() - member.beat_at < lease - lease / 1000) {
        notes_.violation("replica " + change.replica->instance + " was retired within its lease");
    }
    check_no_execution(change.replica->incarnation);
}

// Its process cannot be reached, or its executor's thread, or its scheduler is gone and left it.
bool JudgeOfReplicas::excused(const Execution &execution) const {
    const auto suspended = notes_.suspended.find(execution.by.process);
    if (suspended != notes_.suspended.end() && notes_.clock() < suspended->second) return true;
    const auto hangs = notes_.hangs_until.find(execution.by.process);
    if (hangs != notes_.hangs_until.end() && notes_.clock() < hangs->second + 5s) return true;
    const auto scheduler = notes_.schedulers.find(execution.by.scheduler);
    return scheduler == notes_.schedulers.end() || !scheduler->second.alive || left_to_successor(execution);
}

// Another scheduler of its process is a member, and adopts it as soon as it can read; or was one when it crashed, which
// leaves nobody who could.
bool JudgeOfReplicas::left_to_successor(const Execution &execution) const {
    return notes_.setting.config.executor_answers &&
           std::any_of(notes_.schedulers.begin(), notes_.schedulers.end(), [&](const auto &entry) {
               const KnownScheduler &other = entry.second;
               const bool later = entry.first > execution.by.scheduler && other.process == execution.by.process;
               return later && (other.member || other.left_to_executor);
           });
}

void JudgeOfReplicas::check_no_execution(Id incarnation) {
    for (const auto &[attempt, execution] : notes_.executions) {
        if (execution.by.incarnation != incarnation || execution.cancel_asked || excused(execution)) continue;
        notes_.violation("attempt " + std::to_string(attempt.second) + " of run " + text(attempt.first) +
                         " goes on though its owner's lease has run out");
    }
}

// A successor in the same process has adopted the execution, and the one before has not lost its lease.
void JudgeOfReplicas::cancel_called(const CancelAttempt &attempt, const Place &place) {
    const RunRow *run = notes_.store.find_run(attempt.run_id);
    const auto member = members_.find(place.incarnation);
    if (!run || attempt.reason != Reason::fenced || member == members_.end()) return;
    const auto owner = members_.find(run->owner_incarnation);
    const bool fresh = notes_.clock() - member->second.beat_at < notes_.setting.config.lease / 3;
    if (!fresh || owner == members_.end() || owner->second.scheduler == place.scheduler) return;
    const auto successor = notes_.schedulers.find(owner->second.scheduler);
    const bool adopted = successor != notes_.schedulers.end() && successor->second.alive &&
                         successor->second.process == place.process && notes_.setting.config.executor_answers;
    if (adopted)
        notes_.violation("run " + text(attempt.run_id) +
                         ": its adopted execution was canceled by the scheduler before");
}

void JudgeOfReplicas::look_around() {
    check_leases();
    check_gone();
}

// An outage that is longer than a lease ends executions, whoever looks on.
void JudgeOfReplicas::check_leases() {
    if (notes_.setting.config.store_exclusive) return;
    for (const auto &[attempt, execution] : notes_.executions) {
        const RunRow *run = notes_.store.find_run(attempt.first);
        const auto member = members_.find(execution.by.incarnation);
        const bool adopted = run && run->owner_incarnation != execution.by.incarnation;
        if (execution.cancel_asked || adopted || member == members_.end() || excused(execution)) continue;
        if (notes_.clock() - member->second.beat_at <= notes_.setting.config.lease + 10s) continue;
        notes_.violation("attempt " + std::to_string(attempt.second) + " of run " + text(attempt.first) +
                         " goes on though its owner's lease has run out");
    }
}

// What a replica that is gone has left open is taken over by the others.
void JudgeOfReplicas::check_gone() {
    const Duration patience = 4 * notes_.setting.config.lease + 2min;
    const bool somebody = std::any_of(notes_.schedulers.begin(), notes_.schedulers.end(), [&](const auto &entry) {
        const KnownScheduler &scheduler = entry.second;
        return scheduler.alive && scheduler.member && !scheduler.stop_called &&
               notes_.clock() - scheduler.made_at > patience;
    });
    for (const auto &[id, run] : notes_.runs) {
        // A waiting run may wait for capacity as well.
        const bool crowded = run.row.state == RunState::waiting && notes_.full_at + patience > notes_.store.now();
        const bool early =
            run.row.state == RunState::waiting && run.row.wake_at > notes_.store.now(); // a clock was set back
        const StoredJob *stored = notes_.store.find_job(run.row.job_id);
        const bool unreadable = stored && !stored->row.readable; // it waits until somebody mends it
        if (run.row.state == RunState::closed || crowded || early || unreadable) continue;
        const auto member = members_.find(run.row.owner_incarnation);
        if (member == members_.end()) continue;
        const auto scheduler = notes_.schedulers.find(member->second.scheduler);
        const bool gone = member->second.retired || scheduler == notes_.schedulers.end() || !scheduler->second.alive;
        if (!gone) {
            member->second.silent_since.reset();
        } else if (!member->second.silent_since) {
            member->second.silent_since = notes_.clock();
        } else if (somebody && notes_.undisturbed(patience) &&
                   notes_.clock() - *member->second.silent_since > patience &&
                   notes_.clock() - run.changed_at > patience) {
            notes_.violation("run " + text(id) + " of " + run.row.job_id +
                             " is of a replica that is gone, and nobody takes it over");
            member->second.silent_since = notes_.clock() + 1000h;
        }
    }
}

} // namespace simulation
