// The engine's calls to the storage and what becomes of their answers.
#include "engine/engine.h"

#include <utility>

namespace gateway_scheduler::engine {

std::optional<Write> Engine::take_write(Moment now) {
    return core_.writes.take(now);
}

bool Engine::full_write_waits() const {
    return core_.writes.full_batch_waits();
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

void Engine::write_came(StorageAnswer answer, Moment now) {
    core_.now = now;
    note_answer(StorageSide::writes, answer);
    auto settled = core_.writes.answered(answer, now);
    came_ = CameWrite{std::move(answer), std::move(settled)};
}

void Engine::settle_write(Moment now) {
    core_.now = now;
    CameWrite came = std::move(came_.value());
    came_.reset();
    if (came.settled) settle(*came.settled, came.answer);
    for (const Id run_id : came.answer.cancel_requested) runs_.cancel_requested(run_id, Reason::requested);
    step(now);
}

void Engine::settle(WriteQueue::Settled &settled, const StorageAnswer &answer) {
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
        else if (std::holds_alternative<ForYielded>(owner))
            jobs_.yielded_read(std::get<ReadDue>(read->read), answer);
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
        else if (const auto *change = std::get_if<ForChange>(&owner))
            outside_changes_.job_read(change->job_id, answer);
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

} // namespace gateway_scheduler::engine
