#include "engine/engine.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
// From when on a write that is not answered is told in health.
constexpr Duration kSlowAnswer = std::chrono::seconds(5);
} // namespace

Engine::Engine(Config config, ZoneSource &zones) : core_(std::move(config), zones) {}

void Engine::start(Moment now) {
    core_.now = now;
    replica_.start();
    step(now);
}

void Engine::tick(Moment now) {
    step(now);
}

// Everything that depends on the time, or on what the event before has changed.
void Engine::step(Moment now) {
    core_.now = now;
    if (stopped_) return;
    take_turn(replica_.tick());
    core_.release_held();
    if (!start_reported_ && replica_.observing()) {
        start_reported_ = true;
        core_.decide(Started{});
    }
    for (const VersionMove &move : runs_.take_version_moves()) jobs_.version_moved(move);
    for (const auto &[job_id, why] : runs_.take_poisoned_jobs()) {
        core_.reads.push(ReadJob{job_id}, ForDisabling{job_id, why});
    }
    if (core_.joined) {
        runs_.tick();
        runs_.retry_waiting();
        jobs_.retry_starved();
        jobs_.tick();
        rederive_.tick();
        recovery_.tick();
        notices_.tick();
        for (const std::string &job_id : jobs_.take_finished()) finished_.check(job_id);
        for (const std::string &job_id : runs_.take_finished()) finished_.check(job_id);
    }
    commands_.tick();
    inquiries_.tick(storage_health_.failing_since());
    runs_.sweep();
    if (stop_mode_) advance_stop();
}

std::optional<Moment> Engine::next_wake() const {
    if (stopped_) return std::nullopt;
    std::optional<Moment> wake;
    const auto consider = [&wake](std::optional<Moment> at) {
        if (at && (!wake || *at < *wake)) wake = at;
    };
    consider(replica_.next_wake());
    consider(commands_.next_wake());
    consider(inquiries_.next_wake());
    consider(core_.writes.retry_at());
    consider(core_.reads.retry_at());
    if (!core_.held_releases.empty()) consider(core_.releases_held_until);
    if (core_.joined) {
        consider(jobs_.next_wake());
        consider(runs_.next_wake());
        consider(rederive_.next_wake());
        consider(recovery_.next_wake());
        consider(notices_.next_wake());
    }
    if (stop_mode_) consider(stop_deadline_);
    return wake;
}

std::optional<Write> Engine::take_write(Moment now) {
    return core_.writes.take(now);
}

std::optional<Read> Engine::take_read(Moment now) {
    return core_.reads.take(now);
}

void Engine::note_answer(StorageSide side, const StorageAnswer &answer) {
    ++core_.stats.storage_calls;
    if (answer.store_now && answer.status == CallStatus::ok) {
        core_.clock.answered(*answer.store_now, answer.sent, answer.received);
    }
    if (auto line = storage_health_.answered(side, answer)) core_.decide(std::move(*line));
    if (answer.status == CallStatus::ok) return;
    ++core_.stats.storage_failures;
    const bool first_try = !start_reported_ && answer.status == CallStatus::unavailable;
    if (first_try) {
        start_reported_ = true;
        core_.decide(Started{});
    }
}

void Engine::write_answered(const StorageAnswer &answer, Moment now) {
    core_.now = now;
    note_answer(StorageSide::writes, answer);
    if (auto settled = core_.writes.answered(answer, now)) settle(std::move(*settled), answer);
    for (const Id run_id : answer.cancel_requested) runs_.cancel_requested(run_id, Reason::requested);
    step(now);
}

void Engine::settle(WriteQueue::Settled settled, const StorageAnswer &answer) {
    if (settled.items.empty()) return take_turn(replica_.write_answered(settled.call, answer));
    if (answer.status != CallStatus::ok) { // an item that cannot be stored, alone
        ItemResult bad;
        bad.outcome = ItemOutcome::bad;
        bad.detail = answer.error;
        return settle_item(settled.items.front(), bad);
    }
    for (std::size_t i = 0; i < settled.items.size(); ++i) settle_item(settled.items[i], answer.items[i]);
}

void Engine::settle_item(WrittenItem &written, const ItemResult &result) {
    if (result.outcome == ItemOutcome::refused) replica_.write_refused();
    if (std::holds_alternative<NoOwner>(written.owner)) return;
    if (std::holds_alternative<FinishedOwner>(written.owner)) return finished_.settled(written, result);
    if (const auto *owner = std::get_if<CommandOwner>(&written.owner)) {
        if (auto won = commands_.settled(owner->command, written, result)) runs_.claimed(std::move(*won));
    } else if (std::holds_alternative<Update>(written.item)) {
        runs_.update_settled(written, result);
    } else if (std::holds_alternative<Begin>(written.item)) {
        runs_.begin_settled(written, result);
    } else if (std::holds_alternative<RecordAnnounced>(written.item)) {
        notices_.announced_settled(written, result);
    } else {
        settle_job_item(written, result);
    }
}

void Engine::settle_job_item(WrittenItem &written, const ItemResult &result) {
    const bool done = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already;
    if (std::holds_alternative<SweepOwner>(written.owner)) {
        const auto &record = std::get<Pass>(written.item).record;
        if (done && record) notices_.add(*record);
        return rederive_.settled(written, result);
    }
    if (const auto *claim = std::get_if<Claim>(&written.item)) {
        if (done && claim->record) notices_.add(*claim->record);
        // The run in its way has ended here and is only not closed in the store yet, or it is being found out whether
        // it still goes: no overlap, but a moment too early.
        const bool too_early = result.outcome == ItemOutcome::busy && runs_.any_undecided(result.runs);
        if (auto won = jobs_.claim_settled(written, result, too_early)) runs_.claimed(std::move(*won));
    } else if (const auto *pass = std::get_if<Pass>(&written.item)) {
        if (done && pass->record) notices_.add(*pass->record);
        jobs_.pass_settled(written, result);
    } else if (const auto *disable = std::get_if<DisableJob>(&written.item)) {
        if (done) notices_.add(*disable->record);
        jobs_.disable_settled(written, result);
    } else if (const auto *ask = std::get_if<AskCancel>(&written.item)) {
        if (done) runs_.cancel_requested(ask->run_id, ask->reason);
        jobs_.replacement_settled(written, result);
    }
}

void Engine::read_answered(const StorageAnswer &answer, Moment now) {
    core_.now = now;
    note_answer(StorageSide::reads, answer);
    const auto read = core_.reads.answered(answer, now);
    if (read) {
        const ReadOwner &owner = read->owner;
        if (std::holds_alternative<ForReplica>(owner))
            take_turn(replica_.replicas_read(answer));
        else if (const auto *command = std::get_if<ForCommand>(&owner))
            commands_.read(command->command, answer);
        else if (const auto *inquiry = std::get_if<ForInquiry>(&owner))
            inquiries_.read(inquiry->inquiry, read->read, answer);
        else if (!core_.joined)
            void(); // of an incarnation that is over
        else if (std::holds_alternative<ForHorizon>(owner))
            jobs_.due_read(std::get<ReadDue>(read->read), answer);
        else if (std::holds_alternative<ForWake>(owner))
            recovery_.wake_read(std::get<ReadWake>(read->read), answer);
        else if (std::holds_alternative<ForRecovery>(owner)) {
            recovery_.open_runs_read(std::get<ReadRuns>(read->read), answer);
        } else if (std::holds_alternative<ForCalendars>(owner))
            rederive_.calendars_read(answer);
        else if (std::holds_alternative<ForSweep>(owner))
            rederive_.page_read(read->read, answer);
        else if (std::holds_alternative<ForAtStart>(owner))
            rederive_.at_start_read(read->read, answer);
        else if (const auto *job = std::get_if<ForJob>(&owner))
            jobs_.job_read(job->job_id, answer);
        else if (const auto *run = std::get_if<ForRun>(&owner))
            runs_.job_read(run->run_id, answer);
        else if (const auto *row = std::get_if<ForRow>(&owner))
            runs_.row_read(row->run_id, answer);
        else if (const auto *bad = std::get_if<ForDisabling>(&owner))
            jobs_.read_for_disabling(bad->why, answer);
        else if (const auto *record = std::get_if<ForRecord>(&owner))
            notices_.job_read(record->record_id, answer);
        else if (const auto *finished = std::get_if<ForFinished>(&owner))
            finished_.read(finished->job_id, read->read, answer);
        else if (const auto *late = std::get_if<ForCompletion>(&owner))
            recovery_.completion_read(late->run_id, answer);
    }
    for (const Id run_id : answer.cancel_requested) runs_.cancel_requested(run_id, Reason::requested);
    step(now);
}

void Engine::take_turn(Replica::Turn turn) {
    const bool failed = turn == Replica::Turn::failed;
    if (!start_reported_ && (failed || turn == Replica::Turn::joined)) {
        start_reported_ = true;
        core_.decide(Started{failed ? CommandStatus::failed : CommandStatus::ok, replica_.failure()});
    }
    switch (turn) {
    case Replica::Turn::none:
    case Replica::Turn::failed:
        break;
    case Replica::Turn::joined:
        if (replica_.process_goes_on()) core_.hold_releases();
        rederive_.joined(replica_.process_goes_on());
        recovery_.joined();
        jobs_.joined();
        commands_.joined();
        inquiries_.joined();
        break;
    case Replica::Turn::fenced:
        runs_.fenced();
        forget_all();
        if (replica_.state() == Replica::State::left) finish_stop();
        break;
    case Replica::Turn::superseded:
        if (!replica_.adopted()) runs_.fenced(); // else whoever joined in its place looks after the executions
        forget_all();
        break;
    case Replica::Turn::left:
        finish_stop();
        break;
    }
}

// The incarnation is over: what it has not written it will never write.
void Engine::forget_all() {
    commands_.end_all("this scheduler's membership in the store is over");
    inquiries_.end_all("this scheduler's membership in the store is over");
    core_.writes.abandon();
    jobs_.left();
    runs_.left();
    notices_.left();
    recovery_.left();
    rederive_.left();
    finished_.left();
    core_.capacity.reset();
}

void Engine::zones_checked(bool changed, Moment now) {
    core_.now = now;
    rederive_.zones_checked(changed);
    if (changed) step(now);
}

void Engine::clock_stepped(Moment now) {
    if (core_.joined) core_.reads.push(ReadReplicas{}, ForReplica{});
    step(now);
}

void Engine::start_answered(Id run_id, std::int32_t attempt, StartStatus status, const std::string &error, Moment now) {
    core_.now = now;
    runs_.start_answered(run_id, attempt, status, error);
    step(now);
}

void Engine::completed(Id run_id, std::int32_t attempt, Completion completion, Moment now) {
    core_.now = now;
    if (!runs_.completed(run_id, attempt, completion))
        recovery_.completed_unknown(run_id, attempt, std::move(completion));
    step(now);
}

void Engine::progressed(Id run_id, std::int32_t attempt, Moment now) {
    core_.now = now;
    runs_.progressed(run_id, attempt);
}

void Engine::query_answered(Id run_id, std::int32_t attempt, AttemptState state, std::optional<Completion> completion,
                            Moment now) {
    core_.now = now;
    runs_.query_answered(run_id, attempt, state, std::move(completion));
    step(now);
}

void Engine::notice_answered(Id notice_id, NoticeStatus status, Moment now) {
    core_.now = now;
    if (!runs_.notice_answered(notice_id, status)) notices_.answered(notice_id, status);
    step(now);
}

void Engine::command(CommandId id, CommandRequest request, Moment deadline, Moment now) {
    core_.now = now;
    if (auto *question = std::get_if<ExplainCommand>(&request))
        inquiries_.submit(id, std::move(*question), deadline);
    else
        commands_.submit(id, std::move(request), deadline);
    step(now);
}

std::vector<Decision> Engine::take_decisions() {
    return std::exchange(core_.decisions, {});
}

EngineHealth Engine::health() const {
    EngineHealth health;
    health.joined = core_.joined;
    health.observing = replica_.observing();
    health.superseded = replica_.state() == Replica::State::superseded;
    health.claims_held = core_.clock.claims_held();
    health.storage_failing_since = storage_health_.failing_since();
    health.storage_error = storage_health_.error();
    const auto unanswered = core_.writes.oldest_unanswered();
    if (!health.storage_failing_since && unanswered && core_.now - *unanswered > kSlowAnswer) {
        health.storage_failing_since = unanswered;
        health.storage_error = "a write has been under way for a long time";
    }
    health.next_look = jobs_.next_look();
    if (core_.joined) health.overdue = jobs_.overdue();
    const auto claim = core_.writes.oldest_unanswered_claim();
    if (claim) health.overdue = std::max(health.overdue, core_.now - *claim);
    health.jobs = jobs_.size();
    health.runs = runs_.size();
    health.units_in_use = core_.capacity.in_use();
    health.backlog = jobs_.backlog();
    health.notices_waiting = runs_.notices_waiting() + notices_.size();
    return health;
}

} // namespace gateway_scheduler::engine
