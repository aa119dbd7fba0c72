// Waiting runs, and runs that an earlier incarnation, or a closing storage, left behind.
#include "engine/notice_delay.h"
#include "engine/retry.h"

#include "engine/mutation.h"
#include "engine/runs.h"

#include <utility>

namespace gateway_scheduler::engine {

void Runs::recovered(const RunRow &row, ExecutorKnowledge knowledge, bool owner_lives) {
    if (knows(row.id)) return;
    ActiveRun &run = add(row);
    run.taking_over = true;
    run.ask_executor = knowledge == ExecutorKnowledge::ask && row.state != RunState::waiting;
    // The process goes on, and so perhaps does the scheduler that had the permission.
    const bool silent = knowledge == ExecutorKnowledge::silent;
    const bool lives = knowledge == ExecutorKnowledge::ask && owner_lives;
    if (row.state == RunState::claimed && (silent || lives))
        run.decide_at = core_.now + core_.config.start_window + core_.config.start_window_margin;
    advance(run);
}

void Runs::woken(const RunRow &row) {
    if (row.state != RunState::waiting && row.state != RunState::closed) return;
    if (ActiveRun *run = find(row.id)) { // the store closed it while it waited: its pause, or somebody's request
        const bool closed = run->row.state == RunState::waiting && row.state == RunState::closed && !run->writing;
        if (!closed) return;
        run->row = row;
        run->row_read = run->closed_by_store = true;
        return advance(*run);
    }
    const bool closed = row.state == RunState::closed;
    // As many as can be told soon; the others stay in the wake index without being read again and again.
    if (closed && notices_waiting_ + to_be_announced_ >= kNoticesInMemory) return;
    ActiveRun &run = add(row);
    run.to_be_announced = closed;
    to_be_announced_ += closed ? 1 : 0;
    run.taking_over = true;
    run.row_read = run.closed_by_store = row.state == RunState::closed;
    advance(run);
}

bool Runs::resolve_late(const RunRow &row, const Completion &completion) {
    const bool open = row.state == RunState::claimed || row.state == RunState::running;
    if (knows(row.id) || !open || row.owner_instance != core_.config.instance) return false;
    ActiveRun &run = add(row);
    run.taking_over = true;
    run.completion = completion;
    run.phase = AttemptPhase::ended;
    advance(run);
    return true;
}

void Runs::advance_take_over(ActiveRun &run) {
    if (stop_ == StopMode::hand_over) return forget(run);
    if (!run.job_read) {
        if (!std::exchange(run.job_asked, true)) core_.reads.push(ReadJob{run.row.job_id}, ForRun{run.row.id});
        return;
    }
    if (run.row.state == RunState::waiting || run.row.owner_incarnation == core_.incarnation) {
        run.taking_over = false;
        return advance(run);
    }
    if (run.row.state == RunState::closed) return begin(run, false);
    const bool undecided = !run.completion && !run.executor_knows;
    const bool early = run.decide_at && core_.now < *run.decide_at;
    if (!early && std::exchange(run.ask_again, false)) run.ask_executor = true;
    if (undecided && run.ask_executor) {
        core_.decide(QueryAttempt{run.row.id, run.row.attempt, run.row.job_id});
        run.ask_executor = false;
        run.asking_executor = true;
    }
    if (undecided && (run.asking_executor || early)) return;
    if (undecided) run.executor_knows = AttemptState::unknown;
    if (undecided && mutated(Mutation::unknown_is_never_started)) run.executor_knows = AttemptState::never_started;
    begin(run, run.executor_knows == AttemptState::never_started && !core_.stopping);
}

void Runs::query_answered(Id run_id, std::int32_t attempt, AttemptState state, std::optional<Completion> completion) {
    ActiveRun *run = find(run_id);
    if (!run || !run->taking_over || run->row.attempt != attempt) return;
    const bool early = run->decide_at && core_.now < *run->decide_at;
    const bool not_yet = early && (state == AttemptState::never_started || state == AttemptState::unknown);
    run->ask_again = not_yet;
    if (!run->completion && !not_yet) {
        // What is on record as running was started, perhaps by another executor than this one.
        const bool impossible = state == AttemptState::never_started && run->row.state == RunState::running;
        run->executor_knows = impossible && !mutated(Mutation::restarts_the_running) ? AttemptState::unknown : state;
        run->completion = std::move(completion);
    }
    run->asking_executor = false;
    if (run->completion) run->phase = AttemptPhase::ended;
    advance(*run);
}

void Runs::job_read(Id run_id, const StorageAnswer &answer) {
    ActiveRun *run = find(run_id);
    if (!run) return;
    run->job_read = true;
    const bool there = answer.status == CallStatus::ok && !answer.jobs.empty() && answer.jobs.front().readable;
    if (there && answer.jobs.front().generation == run->row.generation)
        use_job(*run, answer.jobs.front());
    else
        use_no_job(*run);
    advance(*run);
}

// The job is gone, or cannot be read: its runs end with the default limits, and none of them is repeated.
void Runs::use_no_job(ActiveRun &run) {
    Definition gone;
    gone.id = run.row.job_id;
    gone.retries = 0;
    run.definition = std::make_shared<const Definition>(std::move(gone));
}

void Runs::use_job(ActiveRun &run, const JobRow &job) {
    run.definition = job.definition;
    run.job_fires = job.fires;
    auto timetable = core_.timetable_of(*job.definition);
    run.timetable = timetable ? timetable.value() : nullptr;
}

void Runs::hold_capacity(ActiveRun &run) {
    if (run.holds_capacity) return;
    run.holds_capacity = true;
    core_.capacity.take(units_of(*run.definition));
}

void Runs::advance_waiting(ActiveRun &run) {
    if (stop_) return forget(run);
    if (!run.row.wake_at || *run.row.wake_at > core_.store_now()) return;
    if (!core_.capacity.fits(units_of(*run.definition))) {
        short_of_capacity_.push_back(run.row.id);
        return;
    }
    hold_capacity(run);
    if (mutated(Mutation::retries_unpermitted)) {
        run.row.state = RunState::claimed;
        run.row.attempt += run.row.attempt_spent ? 1 : 0;
        run.phase = AttemptPhase::not_started;
        run.permit_until = core_.now + core_.config.start_window;
        return advance_open(run);
    }
    begin(run, true); // a job that is gone closes it as canceled
}

void Runs::begin(ActiveRun &run, bool start) {
    run.writing = true;
    core_.writes.push(Begin{run.row.id, run.row.epoch, start}, RunOwner{run.row.id});
}

void Runs::begin_settled(const WrittenItem &written, const ItemResult &result) {
    const auto &item = std::get<Begin>(written.item);
    ActiveRun *run = find(item.run_id);
    if (!run) return;
    run->writing = false;
    if (result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already) {
        begun(*run, written, result);
        advance(*run);
        return;
    }
    if (result.outcome == ItemOutcome::bad) return poisoned(*run, "a run of it cannot begin: " + result.detail);
    forget(*run); // somebody else has it, or it is over
}

void Runs::begun(ActiveRun &run, const WrittenItem &written, const ItemResult &result) {
    const auto &item = std::get<Begin>(written.item);
    run.row.epoch = result.epoch;
    run.row.owner_instance = core_.config.instance;
    run.row.owner_incarnation = core_.incarnation;
    run.taking_over = false;
    if (!item.start && run.row.state == RunState::claimed) run.row.state = RunState::running;
    if (item.start && result.state == RunState::closed) {
        run.row.outcome = result.run_outcome;
        run.closed_by_store = true;
        return settle_closed(run, result, std::nullopt);
    }
    if (item.start) {
        run.row.state = RunState::claimed;
        run.row.attempt = result.attempt;
        run.row.attempt_spent = false;
        run.phase = AttemptPhase::not_started;
        run.permit_until = permission(written.first_sent);
        run.completion.reset();
        run.ending = Ending::none;
        run.abandoned = false;
        // Sent again, after its gate was closed: it is not permitted any more.
        if (!result.job && !mutated(Mutation::starts_without_the_job)) return run.permit_until.reset();
        if (result.job && !mutated(Mutation::retries_with_the_old_payload)) {
            free_capacity(run); // the class may have changed
            run.payload = result.job->definition->payload;
            run.row.revision = result.job->revision;
            use_job(run, *result.job);
            hold_capacity(run);
        }
        return;
    }
    if (run.row.state == RunState::closed || run.completion) return;
    if (run.executor_knows == AttemptState::never_started) { // this engine is stopping: it gives the attempt back
        run.phase = AttemptPhase::not_started;
        return;
    }
    if (run.executor_knows == AttemptState::going) {
        run.phase = AttemptPhase::going;
        hold_capacity(run);
        run.timeout_at = core_.now + run.definition->timeout;
        run.last_sign_of_life = core_.now;
        core_.decide(ExpectAttempt{run.row.id, run.row.attempt});
        if (run.row.cancel_requested)
            end_attempt(run, run.row.reason == Reason::replaced ? Ending::replaced : Ending::requested);
        if (stop_ == StopMode::cancel) end_attempt(run, Ending::stopped);
        return;
    }
    lost(run);
}

// Nobody knows how it ended, or whether.
void Runs::lost(ActiveRun &run) {
    run.phase = AttemptPhase::ended;
    const bool wanted = run.definition->on_lost == OnLost::run_again || mutated(Mutation::repeats_the_lost);
    const bool again = wanted && run.row.attempt <= run.definition->retries && !run.row.cancel_requested;
    if (again) return wait_for_retry(run, Duration(0), true);
    if (run.row.cancel_requested) { // what was asked for; the flag survives its owner
        const Reason reason = run.row.reason == Reason::none ? Reason::requested : run.row.reason;
        return close(run, Outcome::canceled, reason, "its owner stopped before the attempt's end was known");
    }
    ++core_.stats.lost;
    close(run, Outcome::lost, Reason::none, "its owner stopped before the outcome was known");
}

} // namespace gateway_scheduler::engine
