// What the host sees: starts, replies, notices, and how much is asked of its storage.
#include "observer.h"

#include <algorithm>
#include <type_traits>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

constexpr Duration kStartWindow = 2s;

std::string job_of(const CommandRequest &request) {
    return std::visit(
        [](const auto &command) -> std::string {
            using Type = std::decay_t<decltype(command)>;
            if constexpr (std::is_same_v<Type, PutCommand>)
                return command.definition.id;
            else if constexpr (std::is_same_v<Type, CancelRunCommand>)
                return {};
            else
                return command.job_id;
        },
        request);
}

} // namespace

void Observer::start_called(const StartRun &run, Id incarnation, Instant now) {
    ++activity_;
    ++tally_.starts;
    const std::string where = "start of " + run.definition->id + " " + text(run.run_id) + ": ";
    if (silenced_.contains(run.definition->id)) violation(where + "after pause or removal had returned");
    const auto found = runs_.find(run.run_id);
    if (found == runs_.end()) return violation(where + "the run is not claimed, or over");
    check_permission(run, found->second, incarnation, now);
    check_alone(run, found->second);
    found->second.started_attempt = run.attempt;
    executions_[{run.run_id, run.attempt}] = found->second.row.concurrency_key;
}

// Legal only for a scheduler whose successor was quicker: its permission was still fresh.
void Observer::start_repeated(const StartRun &run, Id incarnation) {
    const auto found = runs_.find(run.run_id);
    const bool own = found != runs_.end() && found->second.permitted_to == incarnation;
    if (own) violation("start of " + run.definition->id + " " + text(run.run_id) + ": twice by one scheduler");
}

void Observer::check_permission(const StartRun &run, Run &known, Id incarnation, Instant now) {
    const std::string where = "start of " + run.definition->id + " " + text(run.run_id) + ": ";
    if (known.started_attempt >= run.attempt) violation(where + "this attempt was started before");
    if (known.row.state != RunState::claimed) violation(where + "the run is not claimed");
    if (known.permitted_attempt != run.attempt) violation(where + "this attempt has no permission");
    if (known.permitted_to != incarnation) violation(where + "the permission is somebody else's");
    const bool late = now - known.permitted_at > kStartWindow && stepped_at_ < known.permitted_at;
    if (late) violation(where + "the permission had run out");
    if (run.due_at != known.row.due_at) violation(where + "with another due instant");
}

// Executions of one key, beside each other, only when the older one was given up.
void Observer::check_alone(const StartRun &run, const Run &known) {
    for (const auto &[attempt, key] : executions_) {
        if (key != known.row.concurrency_key) continue;
        const auto other = runs_.find(attempt.first);
        const bool given_up =
            other == runs_.end() || other->second.row.state == RunState::closed || attempt.first == run.run_id;
        if (!given_up) violation("start of " + run.definition->id + ": beside a going run of its key");
    }
}

void Observer::completed(Id run_id, std::int32_t attempt, const Completion &completion) {
    ++activity_;
    executions_.erase({run_id, attempt});
    const auto run = runs_.find(run_id);
    if (run != runs_.end()) run->second.completions.emplace(attempt, completion);
}

void Observer::execution_ended(Id run_id, std::int32_t attempt) {
    executions_.erase({run_id, attempt});
}

void Observer::submitted(CommandId id, const CommandRequest &request, Instant now) {
    ++activity_;
    requests_[id] = {job_of(request), now};
}

void Observer::replied(const Reply &reply, Instant /*now*/) {
    ++activity_;
    const auto request = requests_.find(reply.command);
    if (request == requests_.end()) return violation("a command was replied to twice, or never given");
    const std::string job_id = request->second.first;
    const Instant at = request->second.second;
    requests_.erase(request);
    if (reply.status == CommandStatus::doubtful || reply.status == CommandStatus::unavailable) {
        const auto known = doubtful_.find(job_id);
        if (known == doubtful_.end() || at < known->second) doubtful_[job_id] = at;
    }
    if (reply.status != CommandStatus::ok) return;
    const StoredJob *job = store_.find_job(job_id);
    const bool stops = reply.change != engine::ChangeKind::none && (!job || job->row.definition->paused);
    if (stops && !job_id.empty()) silenced_.insert(job_id);
}

void Observer::host_ended() {
    for (const auto &[id, request] : requests_) {
        const auto known = doubtful_.find(request.first);
        if (known == doubtful_.end() || request.second < known->second) doubtful_[request.first] = request.second;
    }
    requests_.clear();
}

void Observer::never_stopped() {
    violation("stop did not come to an end in time");
}

void Observer::notified(const Announce &notice, Instant /*now*/) {
    ++activity_;
    ++tally_.notices;
    const std::string where = "notice " + text(notice.notice_id) + " of " + notice.job_id + ": ";
    if (notice.run) {
        const RunRow *row = store_.find_run(notice.notice_id);
        if (!row || row->state != RunState::closed) return violation(where + "before its outcome was durable");
        const RunRow &told = *notice.run;
        if (told.outcome != row->outcome) violation(where + "it tells another outcome");
        if (told.reason != row->reason) {
            violation(where + "it tells reason " + std::to_string(static_cast<int>(told.reason)) + ", on record is " +
                      std::to_string(static_cast<int>(row->reason)) + ", outcome " +
                      std::to_string(static_cast<int>(row->outcome)));
        }
        const bool same = told.error == row->error && told.output == row->output && told.attempt == row->attempt &&
                          told.due_at == row->due_at && told.trigger == row->trigger && told.job_id == row->job_id &&
                          told.concurrency_key == row->concurrency_key;
        if (!same) violation(where + "it contradicts the record");
        const auto run = runs_.find(notice.notice_id);
        if (run != runs_.end() && run->second.told++ > 0) ++tally_.notices_repeated;
        return;
    }
    const auto record = store_.records().find(notice.notice_id);
    if (record == store_.records().end()) return violation(where + "of a record that is not there");
    const bool same =
        notice.record && notice.record->kind == record->second.kind && notice.record->reason == record->second.reason &&
        notice.record->first_due == record->second.first_due && notice.record->count == record->second.count;
    if (!same) violation(where + "it contradicts the record");
    const auto told = records_told_.find(notice.notice_id);
    if (told != records_told_.end() && told->second++ > 0) ++tally_.notices_repeated;
}

void Observer::ticked(Duration now) {
    ++tally_.ticks;
    ++ticks_in_minute_;
    check_pace(now);
}

void Observer::storage_called(Duration now) {
    ++tally_.storage_calls;
    ++calls_in_minute_;
    check_pace(now);
}

void Observer::disturbed(Duration now) {
    ++activity_;
    clock_ = disturbed_at_ = now;
}

// What is done in a minute is bounded by what happened in it.
void Observer::check_pace(Duration now) {
    constexpr std::int64_t kIdle = 200;
    constexpr std::int64_t kPerEvent = 12;
    const std::int64_t minute = std::chrono::duration_cast<std::chrono::minutes>(now).count();
    const std::int64_t limit = kIdle + kPerEvent * activity_;
    const bool hot = calls_in_minute_ > limit || ticks_in_minute_ > limit;
    if (hot) {
        violation("a hot loop: " + std::to_string(calls_in_minute_) + " storage calls and " +
                  std::to_string(ticks_in_minute_) + " ticks within a minute in which " + std::to_string(activity_) +
                  " things happened");
    }
    if (minute == minute_ && !hot) return;
    minute_ = minute;
    calls_in_minute_ = ticks_in_minute_ = activity_ = 0;
}

} // namespace simulation
