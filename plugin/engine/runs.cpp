#include "engine/runs.h"

#include "engine/mutation.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

ActiveRun *Runs::find(Id run_id) {
    const auto found = runs_.find(run_id);
    return found == runs_.end() ? nullptr : &found->second;
}

ActiveRun &Runs::add(RunRow row) {
    const Id id = row.id;
    const auto [found, added] = runs_.try_emplace(id);
    if (!added) found->second = ActiveRun{};
    found->second.row = std::move(row);
    return found->second;
}

void Runs::forget(ActiveRun &run) {
    if (std::exchange(run.forgotten, true)) return;
    if (stop_ == StopMode::hand_over && perhaps_going(run))
        handed_over_.push_back({run.row.id, run.row.attempt, Reason::fenced});
    free_capacity(run);
    count_on_key(run, false);
    if (std::exchange(run.to_be_announced, false)) --to_be_announced_;
    if (run.notice_under_way) --notices_waiting_;
    run.notice_under_way = false;
    run.writing = true;
    run.phase = AttemptPhase::ended;
    timers_.remove(run);
    over_.push_back(run.row.id);
}

void Runs::sweep() {
    for (const Id id : over_) runs_.erase(id);
    over_.clear();
}

void Runs::left() {
    for (auto &[id, run] : runs_) forget(run);
    sweep();
    short_of_capacity_.clear();
}

void Runs::claimed(WonClaim won) {
    RunRow row;
    row.id = won.claim.run_id;
    row.job_id = won.claim.definition->id;
    row.generation = won.claim.generation;
    row.revision = won.claim.revision;
    row.due_at = won.claim.due_at;
    row.trigger = won.claim.trigger;
    row.owner_instance = core_.config.instance;
    row.owner_incarnation = core_.incarnation;
    row.concurrency_key = won.claim.concurrency_key;
    row.claimed_at = won.claimed_at;
    row.merged = won.claim.merged;
    ActiveRun &run = add(std::move(row));
    run.definition = std::move(won.claim.definition);
    run.timetable = std::move(won.timetable);
    if (!run.timetable) { // the job has left the horizon meanwhile
        auto timetable = core_.timetable_of(*run.definition);
        if (timetable) run.timetable = timetable.value();
    }
    run.job_fires = won.fires;
    run.job_ref = won.job_ref;
    run.job_read = true;
    run.payload = std::move(won.payload);
    run.permit_until = permission(won.first_sent);
    run.holds_capacity = won.holds_capacity;
    // Its key was thought to be full, and the host is: it waits for capacity, its attempt unspent.
    if (run.holds_capacity || core_.capacity.fits(units_of(*run.definition)))
        hold_capacity(run);
    else
        give_back_unstarted(run);
    advance(run);
}

// Until when a start is permitted by a write that was sent then.
Moment Runs::permission(Moment sent) const {
    if (mutated(Mutation::starts_any_time)) return core_.now + std::chrono::hours(1);
    if (mutated(Mutation::permits_from_answer)) return core_.now + core_.config.start_window;
    return sent + core_.config.start_window;
}

void Runs::advance(ActiveRun &run) {
    if (run.forgotten) return;
    count_on_key(run, run.row.state != RunState::closed);
    if (run.writing && !(run.completion && unsent_running(run))) return set_timer(run);
    if (run.taking_over)
        advance_take_over(run);
    else if (run.row.state == RunState::closed)
        advance_closed(run);
    else if (run.row.state == RunState::waiting)
        advance_waiting(run);
    else
        advance_open(run);
    set_timer(run);
}

void Runs::count_on_key(ActiveRun &run, bool open) {
    if (open && !run.on_key)
        run.on_key = &core_.key_use.add(run.row.concurrency_key);
    else if (!open && run.on_key)
        core_.key_use.remove(*std::exchange(run.on_key, nullptr));
}

void Runs::set_timer(ActiveRun &run) {
    std::optional<Moment> at;
    const auto consider = [&at](std::optional<Moment> moment) {
        if (moment && (!at || *moment < *at)) at = moment;
    };
    if (run.hopeless) {
        consider(run.write_again_at);
    } else if (run.attempt_going()) { // time limits hold whatever the storage does
        if (run.ending != Ending::none) {
            consider(run.grace_until);
        } else {
            if (!mutated(Mutation::never_times_out)) consider(run.timeout_at);
            const Duration stall = run.definition->stall_timeout;
            if (stall > Duration(0)) consider(run.last_sign_of_life + stall);
        }
    } else if (run.writing) {
        consider(std::nullopt);
    } else if (run.taking_over) {
        if (run.decide_at && *run.decide_at > core_.now) consider(run.decide_at);
    } else if (run.row.state == RunState::closed) {
        consider(run.notice_at);
    } else if (run.row.state == RunState::waiting && run.row.wake_at && !core_.stopping) {
        const bool due = *run.row.wake_at <= core_.store_now();
        if (!due) consider(core_.clock.moment_of(*run.row.wake_at));
    }
    if (at)
        timers_.set(run, *at);
    else
        timers_.remove(run);
}

void Runs::tick() {
    while (!timers_.empty() && timers_.first_deadline() <= core_.now) {
        ActiveRun &run = timers_.first();
        timers_.remove(run);
        if (run.write_again_at && *run.write_again_at <= core_.now) {
            run.write_again_at.reset();
            run.writing = run.hopeless = false;
        }
        check_time_limits(run);
        advance(run);
    }
}

bool Runs::any_undecided(const std::vector<Id> &run_ids) const {
    return std::any_of(run_ids.begin(), run_ids.end(), [this](Id id) {
        const auto found = runs_.find(id);
        if (found == runs_.end()) return false;
        const ActiveRun &run = found->second;
        const bool done = run.completion && run.completion->result == Result::succeeded;
        const bool closing = run.row.outcome != Outcome::none || done || run.taking_over;
        return run.row.state != RunState::closed && run.row.state != RunState::waiting && closing;
    });
}

std::optional<Moment> Runs::next_wake() const {
    return timers_.empty() ? std::nullopt : std::optional(timers_.first_deadline());
}

std::vector<VersionMove> Runs::take_version_moves() {
    return std::exchange(moves_, {});
}

std::vector<std::pair<std::string, std::string>> Runs::take_poisoned_jobs() {
    return std::exchange(poisoned_jobs_, {});
}

bool Runs::closed(Id run_id) const {
    const auto found = runs_.find(run_id);
    return found != runs_.end() && found->second.row.state == RunState::closed;
}

bool Runs::any_claimed(const std::string &job_id) const {
    return std::any_of(runs_.begin(), runs_.end(), [&job_id](const auto &entry) {
        const RunRow &row = entry.second.row;
        return row.state == RunState::claimed && row.job_id == job_id;
    });
}

void Runs::retry_waiting() {
    const std::vector<Id> waiting = std::exchange(short_of_capacity_, {});
    for (const Id id : waiting) {
        if (ActiveRun *run = find(id)) advance(*run);
    }
}

// Whatever is done to one run may take others out of the map.
std::vector<ActiveRun *> Runs::snapshot() {
    std::vector<ActiveRun *> all;
    all.reserve(runs_.size());
    for (auto &[id, run] : runs_) all.push_back(&run);
    return all;
}

void Runs::stop(StopMode mode) {
    stop_ = mode;
    const std::vector<ActiveRun *> all = snapshot();
    for (ActiveRun *run : all) {
        if (run->hopeless) {
            forget(*run);
            continue;
        }
        if (mode == StopMode::cancel && run->attempt_going()) end_attempt(*run, Ending::stopped);
        advance(*run);
    }
}

void Runs::fenced() {
    // Also what was left to a successor, if the hand-over has not come to its end: somebody else takes it over.
    std::vector<CancelAttempt> going = std::exchange(handed_over_, {});
    for (ActiveRun *run : snapshot()) {
        if (perhaps_going(*run)) going.push_back({run->row.id, run->row.attempt, Reason::fenced});
        forget(*run);
    }
    handed_over_.clear();
    if (mutated(Mutation::fences_without_canceling)) return;
    for (const CancelAttempt &attempt : going) core_.decide(attempt);
}

// Here, or left in this executor by a predecessor and not adopted yet.
bool Runs::perhaps_going(const ActiveRun &run) {
    const bool left_over =
        run.taking_over && (run.ask_executor || run.asking_executor || run.executor_knows == AttemptState::going);
    return run.attempt_going() || left_over;
}

} // namespace gateway_scheduler::engine
