// From the permission to start to the attempt's end.
#include "engine/late_completion.h"

#include "engine/mutation.h"
#include "engine/retry.h"
#include "engine/runs.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

constexpr std::int32_t kGoingStates =
    static_cast<std::int32_t>(RunState::claimed) | static_cast<std::int32_t>(RunState::running);

Update update_of(const ActiveRun &run, RunState to) {
    Update update;
    update.run_id = run.row.id;
    update.epoch = run.row.epoch;
    update.from_states = kGoingStates;
    update.to_state = to;
    update.started_at = run.started_at;
    return update;
}

Reason ended_for(Ending ending) {
    if (ending == Ending::stopped) return Reason::stopped;
    return ending == Ending::replaced ? Reason::replaced : Reason::requested;
}

std::string seconds(Duration duration) {
    const std::int64_t milliseconds = duration.count() / 1000;
    std::string text = std::to_string(milliseconds / 1000);
    if (milliseconds % 1000 != 0) text += '.' + std::to_string(1000 + milliseconds % 1000).substr(1);
    return text + " s";
}

} // namespace

void Runs::advance_open(ActiveRun &run) {
    if (run.completion) return finish(run);
    switch (run.phase) {
    case AttemptPhase::not_started:
        if (run.row.cancel_requested) return close(run, Outcome::canceled, Reason::requested, "");
        if (stop_ == StopMode::hand_over) return forget(run);
        if (stop_) return give_back_unstarted(run);
        if (const auto deadline = start_deadline(run); deadline && core_.now >= *deadline) {
            return close(run, Outcome::expired, Reason::start_deadline,
                         "it could not start within " + seconds(run.definition->start_deadline));
        }
        if (!run.permit_until || core_.now >= *run.permit_until) return begin(run, true);
        return start(run);
    case AttemptPhase::starting:
        return;
    case AttemptPhase::going:
        if (run.row.state == RunState::claimed) return push_update(run, update_of(run, RunState::running));
        if (stop_ == StopMode::hand_over && run.ending == Ending::none) return forget(run);
        return;
    case AttemptPhase::ended:
        return;
    }
}

// When it is too late for the first start of an occurrence; none: never.
std::optional<Moment> Runs::start_deadline(const ActiveRun &run) const {
    const Duration deadline = run.definition->start_deadline;
    const bool first = run.row.attempt == 1 && !run.row.attempt_spent;
    if (deadline <= Duration(0) || !first || mutated(Mutation::starts_the_expired)) return std::nullopt;
    const bool jittered = run.timetable && run.row.trigger == Trigger::schedule;
    const Instant fire = jittered ? run.timetable->fires(run.row.due_at) : run.row.due_at;
    return core_.clock.moment_of(fire + deadline);
}

void Runs::start(ActiveRun &run) {
    run.phase = AttemptPhase::starting;
    run.last_sign_of_life = core_.now;
    run.timeout_at = core_.now + run.definition->timeout;
    StartRun start;
    start.run_id = run.row.id;
    start.attempt = run.row.attempt;
    start.due_at = run.row.due_at;
    start.trigger = run.row.trigger;
    start.definition = run.definition;
    start.payload = std::exchange(run.payload, {});
    start.revision = run.row.revision;
    start.merged = run.row.merged;
    start.lateness = std::max(Duration(0), core_.store_now() - run.row.due_at);
    start.permit_until = std::min(*run.permit_until, start_deadline(run).value_or(Moment::max()));
    core_.decide(std::move(start));
}

// It is known that the executor was never called: another scheduler may start the same attempt.
void Runs::give_back_unstarted(ActiveRun &run) {
    wait_for_retry(run, Duration(0), mutated(Mutation::spends_unstarted_attempts));
}

void Runs::start_answered(Id run_id, std::int32_t attempt, StartStatus status, const std::string &error) {
    ActiveRun *run = find(run_id);
    if (!run || run->row.attempt != attempt || run->phase != AttemptPhase::starting) return;
    const auto failed = [&](Result result) {
        run->phase = AttemptPhase::ended;
        if (!run->completion) run->completion = Completion{result, {}, false, error};
    };
    switch (status) {
    case StartStatus::accepted:
        run->phase = AttemptPhase::going;
        run->started_at = core_.store_now();
        ++core_.stats.starts;
        if (attempt > 1) ++core_.stats.retries;
        break;
    case StartStatus::busy:
        failed(Result::busy);
        break;
    case StartStatus::rejected:
        failed(Result::rejected);
        break;
    case StartStatus::unavailable:
        failed(Result::failed_temporarily);
        break;
    case StartStatus::failed:
        failed(Result::failed);
        break;
    case StartStatus::too_late:
        run->phase = AttemptPhase::not_started;
        run->permit_until.reset();
        if (run->ending == Ending::requested) run->row.cancel_requested = true;
        break;
    }
    advance(*run);
}

bool Runs::completed(Id run_id, std::int32_t attempt, Completion &completion) {
    ActiveRun *run = find(run_id);
    if (!run) return false;
    const bool over = run->row.state == RunState::closed || run->row.state == RunState::waiting;
    const bool late = attempt != run->row.attempt || over || run->completion.has_value();
    if (late) {
        ++core_.stats.stale_completions;
        note_late_completion(core_, run->row, attempt, completion);
        return true;
    }
    if (run->phase == AttemptPhase::starting && mutated(Mutation::loses_early_completions)) return true;
    if (run->phase == AttemptPhase::starting && !run->started_at) run->started_at = core_.store_now();
    if (run->phase == AttemptPhase::starting) ++core_.stats.starts;
    run->completion = std::move(completion);
    run->phase = AttemptPhase::ended;
    if (mutated(Mutation::releases_too_early)) core_.decide(ReleaseAttempt{run_id, attempt});
    advance(*run);
    return true;
}

void Runs::progressed(Id run_id, std::int32_t attempt) {
    ActiveRun *run = find(run_id);
    if (!run || run->row.attempt != attempt) return;
    run->last_sign_of_life = core_.now;
    set_timer(*run);
}

void Runs::cancel_requested(Id run_id, Reason reason) {
    ActiveRun *run = find(run_id);
    const bool ended = run && (run->row.state == RunState::closed || run->row.outcome != Outcome::none);
    if (!run || run->row.cancel_requested || ended) return; // what its close says is what is told
    run->row.cancel_requested = true;
    run->row.reason = reason;
    const Ending why = reason == Reason::replaced ? Ending::replaced : Ending::requested;
    if (run->attempt_going() && !mutated(Mutation::ignores_cancel)) end_attempt(*run, why);
    advance(*run);
}

void Runs::check_time_limits(ActiveRun &run) {
    if (!run.attempt_going()) return;
    if (run.ending != Ending::none) {
        if (!run.grace_until || core_.now < *run.grace_until) return;
        // Abandoned: it may still be going, so it is not repeated, and what it says later is stale.
        run.phase = AttemptPhase::ended;
        run.abandoned = true;
        run.completion = Completion{Result::canceled,
                                    {},
                                    false,
                                    "the attempt did not end within " + seconds(core_.config.cancel_grace) +
                                        " after it was asked to"};
        return;
    }
    const bool timed_out = run.timeout_at && core_.now >= *run.timeout_at && !mutated(Mutation::never_times_out);
    if (timed_out) return end_attempt(run, Ending::timed_out);
    const Duration stall = run.definition->stall_timeout;
    if (stall > Duration(0) && core_.now >= run.last_sign_of_life + stall) end_attempt(run, Ending::stalled);
}

void Runs::end_attempt(ActiveRun &run, Ending why) {
    if (run.ending != Ending::none) return;
    run.ending = why;
    run.grace_until = core_.now + core_.config.cancel_grace;
    Reason reason = Reason::none;
    if (run.ending == Ending::requested) reason = Reason::requested;
    if (run.ending == Ending::replaced) reason = Reason::replaced;
    if (run.ending == Ending::stopped) reason = Reason::stopped;
    if (run.ending == Ending::stalled) reason = Reason::stalled;
    core_.decide(CancelAttempt{run.row.id, run.row.attempt, reason});
}

void Runs::finish(ActiveRun &run) {
    if (run.ending == Ending::timed_out || run.ending == Ending::stalled) return finish_overlong(run);
    const Completion &completion = *run.completion;
    const std::string error = completion.error;
    if (run.ending != Ending::none && completion.result != Result::succeeded) {
        return close(run, Outcome::canceled, ended_for(run.ending), error);
    }
    switch (completion.result) {
    case Result::succeeded:
        return close(run, Outcome::succeeded, Reason::none, error);
    case Result::canceled:
        return close(run, Outcome::canceled, Reason::none, error);
    case Result::busy:
        return close(run, Outcome::skipped, Reason::executor_busy, error);
    case Result::rejected:
        return close(run, Outcome::rejected, Reason::none, error);
    case Result::failed_temporarily:
    case Result::failed:
        break;
    }
    if (mutated(Mutation::calls_failures_successes)) return close(run, Outcome::succeeded, Reason::none, "");
    if (!repeat(run, completion.result == Result::failed_temporarily)) {
        close(run, Outcome::failed, Reason::none, error);
    }
}

// Whatever the executor says of it in the end: it took too long.
void Runs::finish_overlong(ActiveRun &run) {
    if ((!run.abandoned || mutated(Mutation::repeats_the_abandoned)) && repeat(run, false)) return;
    const bool stalled = run.ending == Ending::stalled;
    const Duration limit = stalled ? run.definition->stall_timeout : run.definition->timeout;
    const std::string &error = run.completion->error;
    close(run, Outcome::timed_out, stalled ? Reason::stalled : Reason::none,
          (stalled ? "no sign of life for " : "timed out after ") + seconds(limit) +
              (error.empty() ? "" : "; " + error));
}

bool Runs::repeat(ActiveRun &run, bool temporary) {
    if (!may_retry(*run.definition, run.row.attempt, temporary)) return false;
    wait_for_retry(run, retry_delay(*run.definition, run.row.attempt, core_.ids.random()), true);
    return true;
}

void Runs::wait_for_retry(ActiveRun &run, Duration delay, bool spent) {
    Update update = update_of(run, RunState::waiting);
    update.wake_at = core_.store_now() + delay;
    update.attempt_spent = spent;
    push_update(run, std::move(update));
}

void Runs::close(ActiveRun &run, Outcome outcome, Reason reason, std::string error) {
    Update update = update_of(run, RunState::closed);
    run.row.outcome = update.outcome = outcome;
    update.reason = reason;
    const bool kept = outcome == Outcome::canceled && reason == Reason::none; // as the storage keeps it
    if (!kept) run.row.reason = reason;
    run.row.error = update.error = std::move(error);
    if (run.completion) {
        update.output = run.row.output = run.completion->output;
        run.row.output_truncated = update.output_truncated = run.completion->output_truncated;
    }
    update.attempt_spent = run.phase == AttemptPhase::ended;
    update.announced = !notice_wanted(run) && !run.definition->delete_when_finished;
    if (mutated(Mutation::marks_announced_at_once)) update.announced = true;
    if (!update.announced) update.wake_at = core_.store_now();
    update.next_fire = arms(run);
    if (mutated(Mutation::announces_before_the_close) && notice_wanted(run)) {
        core_.decide(Announce{run.row.id, event_of(outcome), run.row.job_id, run.definition->name,
                              run.definition->owner, run.row, std::nullopt});
    }
    push_update(run, std::move(update));
}

void Runs::push_update(ActiveRun &run, Update update) {
    const bool only_running = update.to_state == RunState::running;
    if (WriteItem *unsent = unsent_running(run)) { // over before anybody was told that it had begun
        *unsent = std::move(update);
        run.running_write = 0;
        return;
    }
    run.writing = true;
    const WriteQueue::Place place = core_.writes.push(std::move(update), RunOwner{run.row.id});
    run.running_write = only_running ? place : 0;
}

// The write that says only that the attempt is going, if it still waits for its turn.
WriteItem *Runs::unsent_running(const ActiveRun &run) {
    return run.writing && run.running_write != 0 ? core_.writes.unsent<Update>(run.running_write) : nullptr;
}

void Runs::free_capacity(ActiveRun &run) {
    if (!run.holds_capacity) return;
    run.holds_capacity = false;
    core_.capacity.give_back(units_of(*run.definition));
}

void Runs::release(ActiveRun &run) {
    free_capacity(run);
    core_.release(run.row.id, run.row.attempt);
}

} // namespace gateway_scheduler::engine
