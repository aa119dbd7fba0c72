// What the storage's answers to a run's writes come to, and the notice after its end.
#include "engine/notice_delay.h"
#include "engine/poison_delay.h"

#include "engine/mutation.h"
#include "engine/record.h"
#include "engine/runs.h"

#include <utility>

namespace gateway_scheduler::engine {

namespace {

void count(Stats &stats, Outcome outcome) {
    switch (outcome) {
    case Outcome::succeeded:
        ++stats.succeeded;
        break;
    case Outcome::failed:
    case Outcome::rejected:
        ++stats.failed;
        break;
    case Outcome::timed_out:
        ++stats.timed_out;
        break;
    case Outcome::canceled:
        ++stats.canceled;
        break;
    case Outcome::lost:
        break; // counted where it was found out
    case Outcome::skipped:
        ++stats.skipped;
        break;
    case Outcome::expired:
        ++stats.expired;
        break;
    case Outcome::none:
        break;
    }
}

} // namespace

bool is_failure(Outcome outcome) {
    return event_of(outcome) == NoticeEvent::failed;
}

NoticeEvent event_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::succeeded:
        return NoticeEvent::completed;
    case Outcome::canceled:
        return NoticeEvent::canceled;
    case Outcome::skipped:
    case Outcome::expired:
        return NoticeEvent::skipped;
    case Outcome::failed:
    case Outcome::timed_out:
    case Outcome::lost:
    case Outcome::rejected:
    case Outcome::none:
        break;
    }
    return NoticeEvent::failed;
}

void Runs::update_settled(const WrittenItem &written, const ItemResult &result) {
    const auto &update = std::get<Update>(written.item);
    ActiveRun *run = find(update.run_id);
    if (!run) return;
    run->writing = false;
    const bool done = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already;
    const bool closed_before = result.outcome == ItemOutcome::gone && update.to_state == RunState::closed;
    if (!done && !(closed_before && written.in_doubt)) return update_refused(*run, update, result);
    if (run->row.state == RunState::closed) {
        run->row.announced = update.announced;
    } else if (update.to_state == RunState::closed || result.state == RunState::closed) {
        // Its reason may be one that only the row knows: whoever asked for its end has written it.
        const bool reason_kept = update.outcome == Outcome::canceled && update.reason == Reason::none;
        run->closed_by_store = !done || update.to_state != RunState::closed || reason_kept;
        settle_closed(*run, result, run->closed_by_store ? std::nullopt : update.next_fire);
    } else if (update.to_state == RunState::waiting) {
        run->row.state = RunState::waiting;
        run->row.wake_at = update.wake_at;
        run->row.attempt_spent = update.attempt_spent;
        if (update.attempt_spent)
            release(*run);
        else
            free_capacity(*run); // its executor has never heard of it
        run->phase = AttemptPhase::not_started;
        run->completion.reset();
    } else {
        run->row.state = update.to_state;
    }
    advance(*run);
}

void Runs::update_refused(ActiveRun &run, const Update &update, const ItemResult &result) {
    if (result.outcome == ItemOutcome::refused && !mutated(Mutation::cancels_the_adopted)) {
        // This incarnation is over. Whether a successor looks after its executions is found out for all at once.
        run.writing = run.hopeless = true;
        run.write_again_at = core_.now + kPoisonDelay;
        return set_timer(run);
    }
    if (result.outcome != ItemOutcome::bad) {
        if (run.attempt_going()) core_.decide(CancelAttempt{run.row.id, run.row.attempt, Reason::fenced});
        return forget(run); // another owner has it, or it is over
    }
    const std::string instead = "what it said could not be stored";
    const bool has_text = !update.output.empty() || (!update.error.empty() && update.error != instead);
    if (update.to_state == RunState::closed && has_text) {
        Update bare = update;
        bare.output.clear();
        bare.output_truncated = true;
        bare.error = instead;
        run.row.output.clear();
        run.row.output_truncated = true;
        run.row.error = instead;
        core_.log(LogLevel::error,
                  "the output of a run of job " + run.row.job_id + " cannot be stored: " + result.detail);
        return push_update(run, std::move(bare));
    }
    poisoned(run, "a run of it cannot be stored: " + result.detail);
}

// The run stays as it is in the store; its job is switched off, so that nothing goes on as if all were well.
void Runs::poisoned(ActiveRun &run, const std::string &why) {
    if (!std::exchange(run.poison_told, true)) poisoned_jobs_.emplace_back(run.row.job_id, why);
    if (run.attempt_going()) core_.decide(CancelAttempt{run.row.id, run.row.attempt, Reason::unreadable});
    if (stop_) return forget(run);
    run.writing = run.hopeless = true; // it stays known, or the wake index would have it announced again and again
    run.write_again_at = core_.now + kPoisonDelay; // an open run blocks its key
    set_timer(run);
}

void Runs::settle_closed(ActiveRun &run, const ItemResult &result, std::optional<Instant> armed) {
    run.row.state = RunState::closed;
    if (result.run_outcome != Outcome::none) run.row.outcome = result.run_outcome;
    run.row.started_at = run.started_at ? run.started_at : run.row.started_at;
    run.row.finished_at = result.at ? result.at : core_.store_now();
    run.row.announced = !run.closed_by_store && !notice_wanted(run) && !run.definition->delete_when_finished;
    run.phase = AttemptPhase::ended;
    count(core_.stats, run.row.outcome);
    release(run);
    VersionMove move;
    move.job_id = run.row.job_id;
    move.job_ref = run.job_ref;
    move.generation = run.row.generation;
    move.before = result.version_before;
    move.after = result.version;
    move.armed = armed;
    move.key_freed = run.row.concurrency_key;
    move.failed = is_failure(run.row.outcome);
    moves_.push_back(std::move(move));
}

bool Runs::notice_wanted(const ActiveRun &run) const {
    return wants_notice(core_, *run.definition, event_of(run.row.outcome));
}

// The next fire of a completion-anchored job, if this run's end is what it waits for.
std::optional<Instant> Runs::arms(ActiveRun &run) {
    if (mutated(Mutation::never_arms)) return std::nullopt;
    if (run.row.trigger == Trigger::manual || !run.timetable || !run.timetable->schedule().from_completion()) {
        return std::nullopt;
    }
    return run.timetable->after_completion(core_.store_now(), run.job_fires);
}

// The row that the storage closed by itself is not announced: that, and arming the job, are left to its owner.
void Runs::advance_closed(ActiveRun &run) {
    if (run.row.announced || stop_ == StopMode::hand_over) return forget(run);
    if (run.closed_by_store && !run.row_read && !mutated(Mutation::announces_unread_rows)) {
        ReadRuns read;
        read.run_id = run.row.id;
        read.limit = 1;
        run.row_read = true;
        run.writing = true; // until it has been read
        return core_.reads.push(std::move(read), ForRow{run.row.id});
    }
    if (run.definition->delete_when_finished && !run.removal_settled) {
        if (!std::exchange(run.removal_asked, true)) finished_.push_back(run.row.job_id);
        return;
    }
    if (!run.notice_settled && notice_wanted(run)) return announce(run);
    Update update;
    update.run_id = run.row.id;
    update.epoch = run.row.epoch;
    update.from_states = static_cast<std::int32_t>(RunState::closed);
    update.to_state = RunState::closed;
    update.announced = true;
    if (run.closed_by_store) update.next_fire = arms(run);
    push_update(run, std::move(update));
}

void Runs::row_read(Id run_id, const StorageAnswer &answer) {
    ActiveRun *run = find(run_id);
    if (!run || run->row.state != RunState::closed) return;
    run->writing = false;
    if (answer.status != CallStatus::ok || answer.runs.empty()) return forget(*run); // the wake index has it
    run->row = answer.runs.front();
    advance(*run);
}

void Runs::removal_settled(const std::string &job_id) {
    for (ActiveRun *run : snapshot()) {
        if (run->row.job_id != job_id || !run->removal_asked) continue;
        run->removal_settled = true;
        advance(*run);
    }
}

void Runs::announce(ActiveRun &run) {
    const bool room = run.notice_under_way || notices_waiting_ < kNoticesInMemory;
    // A drain still tells what it can; what the notifier has put off is left to the successor.
    const bool put_off = stop_.has_value() && run.notice_at.has_value();
    if (!room || put_off) return forget(run);
    if (std::exchange(run.to_be_announced, false)) --to_be_announced_;
    if (run.notice_under_way || (run.notice_at && core_.now < *run.notice_at)) return;
    run.notice_under_way = true;
    run.notice_at.reset();
    ++notices_waiting_;
    core_.decide(Announce{run.row.id, event_of(run.row.outcome), run.row.job_id, run.definition->name,
                          run.definition->owner, run.row, std::nullopt});
}

bool Runs::notice_answered(Id notice_id, NoticeStatus status) {
    ActiveRun *run = find(notice_id);
    if (!run || !run->notice_under_way) return false;
    run->notice_under_way = false;
    --notices_waiting_;
    if (status == NoticeStatus::later) {
        run->notice_at = core_.now + notice_delay(run->notice_failures++);
    } else {
        ++(status == NoticeStatus::told ? core_.stats.notices : core_.stats.notices_given_up);
        run->notice_settled = true;
    }
    advance(*run);
    return true;
}

} // namespace gateway_scheduler::engine
