#include "observer.h"

#include <algorithm>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

void Observer::changed(const Change &change) {
    if (history_kept_) history_.push_back(describe(change));
    replicas_.judge(change);
    edits_.judge(change);
    instants_.judge(change);
    settings_.judge(change);
    runs_.judge(change);
    notices_.judge(change);
    count(change);
    notes_.take_in(change);
}

void Observer::count(const Change &change) {
    if (!change.record || change.kind == ChangeKind::record_announced) return;
    Tally &tally = notes_.tally;
    const std::int64_t instants = std::max<std::int64_t>(change.record->count, 1);
    if (change.record->kind == RecordKind::skipped) tally.skipped += instants;
    if (change.record->kind == RecordKind::missed) tally.missed += instants;
    if (change.record->kind == RecordKind::merged) tally.merged += instants;
    if (change.record->kind == RecordKind::expired) tally.expired += instants;
}

// The executor's log, between the lines of the store's history.
void Observer::log(const char *what, Id run_id, std::int32_t attempt, std::uint64_t scheduler) {
    if (!history_kept_) return;
    history_.push_back(text(notes_.store.now()) + " executor: " + what + " by=" + std::to_string(scheduler) +
                       " run=" + text(run_id) + " attempt=" + std::to_string(attempt));
}

void Observer::fault_injected(const std::string &kind) {
    if (history_kept_) history_.push_back(text(notes_.store.now()) + " fault: " + kind);
}

void Observer::scheduler_made(const Place &place, const Config &config) {
    KnownScheduler &scheduler = notes_.schedulers[place.scheduler];
    scheduler.process = place.process;
    scheduler.made_at = notes_.clock();
    replicas_.scheduler_made(place.scheduler, config);
}

void Observer::scheduler_ended(std::uint64_t scheduler, bool /*in_order*/) {
    notes_.schedulers[scheduler].alive = false;
    edits_.nobody_replies(scheduler);
}

void Observer::stop_called(std::uint64_t scheduler, StopMode mode) {
    KnownScheduler &known = notes_.schedulers[scheduler];
    known.stop_called = notes_.store.now();
    known.left_to_executor = mode == StopMode::hand_over;
}

void Observer::never_stopped(std::uint64_t process) {
    const auto hangs = notes_.hangs_until.find(process);
    const bool stuck = hangs != notes_.hangs_until.end() && notes_.clock() < hangs->second + 5min;
    const auto suspended = notes_.suspended.find(process);
    const bool asleep = suspended != notes_.suspended.end() &&
                        (suspended->second == Duration::max() || notes_.clock() < suspended->second + 5min);
    if (!stuck && !asleep) notes_.violation("stop did not come to an end in time");
}

void Observer::process_suspended(std::uint64_t process) {
    notes_.suspended[process] = Duration::max();
}

void Observer::process_resumed(std::uint64_t process) {
    notes_.suspended[process] = notes_.clock() + 5s;
}

void Observer::process_died(std::uint64_t process, bool executor_elsewhere) {
    if (executor_elsewhere) return;
    std::erase_if(notes_.executions, [=](const auto &entry) { return entry.second.by.process == process; });
    std::erase_if(notes_.remembered, [=](const auto &entry) { return entry.second.by.process == process; });
}

void Observer::start_called(const StartRun &run, const Place &place, Id session) {
    log("start", run.run_id, run.attempt, place.scheduler);
    starts_.start_called(run, place);
    settings_.started(run, notes_.store.now());
    const KnownRun *known = notes_.find_run(run.run_id);
    const Execution execution{known ? known->row.concurrency_key : std::string(), place, session, notes_.clock(),
                              false};
    notes_.executions.insert_or_assign({run.run_id, run.attempt}, execution);
    notes_.remembered.insert_or_assign({run.run_id, run.attempt}, execution);
}

void Observer::start_repeated(const StartRun &run, const Place &place) {
    log("start again", run.run_id, run.attempt, place.scheduler);
    starts_.start_repeated(run, place);
}

void Observer::start_refused(Id run_id, std::int32_t attempt, StartStatus status) {
    log("refused", run_id, attempt, 0);
    notes_.executions.erase({run_id, attempt});
    notes_.remembered.erase({run_id, attempt});
    KnownRun *run = notes_.find_run(run_id);
    if (!run) return;
    run->refused = status;
    run->started_attempt = attempt - 1; // it was not
}

void Observer::cancel_called(const CancelAttempt &attempt, const Place &place) {
    log("cancel", attempt.run_id, attempt.attempt, place.scheduler);
    replicas_.cancel_called(attempt, place);
    const auto found = notes_.executions.find({attempt.run_id, attempt.attempt});
    if (found != notes_.executions.end()) found->second.cancel_asked = true;
}

void Observer::released(const ReleaseAttempt &attempt, const Place &place) {
    log("release", attempt.run_id, attempt.attempt, place.scheduler);
    starts_.released(attempt, place);
    notes_.remembered.erase({attempt.run_id, attempt.attempt});
}

void Observer::completed(Id run_id, std::int32_t attempt, const Completion &completion) {
    ++notes_.activity;
    log("end", run_id, attempt, 0);
    notes_.executions.erase({run_id, attempt});
    Heard &heard = notes_.heard.try_emplace({run_id, attempt}, Heard{completion, {}, {}, notes_.clock()}).first->second;
    heard.said.insert(completion.result);
}

void Observer::completion_given(Id run_id, std::int32_t attempt, std::uint64_t scheduler) {
    const auto heard = notes_.heard.find({run_id, attempt});
    if (heard != notes_.heard.end()) heard->second.given_to.insert(scheduler);
}

void Observer::executor_hangs(std::uint64_t process, Duration until) {
    notes_.hangs_until[process] = until;
}

void Observer::executor_denies(Id run_id, std::int32_t attempt) {
    notes_.remembered.erase({run_id, attempt});
}

void Observer::submitted(CommandId id, const CommandRequest &request, std::uint64_t scheduler) {
    edits_.submitted(id, request, scheduler);
}

void Observer::disturbed(Duration length) {
    ++notes_.activity;
    notes_.disturbed_until = std::max(notes_.disturbed_until, notes_.clock() + length);
}

void Observer::clock_stepped(Instant before, Instant now) {
    notes_.stepped_at = notes_.clock();
    disturbed(0us);
    edits_.clock_stepped(now);
    instants_.clock_stepped(before, now);
}

void Observer::look_around() {
    instants_.look_for_room();
    pace_.look_around();
    replicas_.look_around();
}

void Observer::finish() {
    notices_.finish();
    pace_.finish();
}

} // namespace simulation
