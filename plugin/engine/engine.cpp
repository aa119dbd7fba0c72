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
    outside_changes_.left();
    runs_.left();
    notices_.left();
    recovery_.left();
    rederive_.left();
    finished_.left();
    core_.capacity.reset();
}

void Engine::jobs_changed(const std::vector<std::string> &job_ids, Moment now) {
    core_.now = now;
    outside_changes_.heard(job_ids);
    step(now);
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
