// The executor thread and the notifier thread of one life: one call at a time each.
#include "life.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

void Life::next_executor_call() {
    if (executor_busy_ || executor_calls_.empty() || !alive_) return;
    executor_busy_ = true;
    // A thread that is woken takes a moment to do so.
    later(world_.random.between(10us, 300us), [](Life &life) {
        const ExecutorCall call = std::move(life.executor_calls_.front());
        life.executor_calls_.pop_front();
        const Duration takes = std::visit([&life](const auto &what) { return life.call_executor(what); }, call);
        life.later(takes, [](Life &idle) {
            idle.executor_busy_ = false;
            idle.next_executor_call();
        });
    });
}

namespace {

Executor::How how(HookFault fault) {
    switch (fault) {
    case HookFault::fails_before:
        return Executor::How::unavailable;
    case HookFault::fails_for_good:
        return Executor::How::broken;
    case HookFault::fails_after: // of all effects the nastiest: the end comes before the start returns
        return Executor::How::ends_first;
    default:
        return Executor::How::as_it_comes;
    }
}

} // namespace

Duration Life::call_executor(const StartRun &run) {
    if (moment() >= run.permit_until && world_.mutation != DriverMutation::starts_late) {
        world_.count_fault("start too late");
        engine_->start_answered(run.run_id, run.attempt, StartStatus::too_late, {}, moment());
        pump();
        return 0us;
    }
    const HookFault fault = fault_of(Hook::start);
    if (fault == HookFault::crashes_before) {
        world_.crash(*process_);
        return 0us;
    }
    auto answer = process_->executor().start(run, how(fault));
    if (fault == HookFault::hangs) {
        answer.takes = hang();
        world_.observer.executor_hangs(process_->number(), world_.timeline.now() + answer.takes);
    }
    if (answer.again)
        world_.observer.start_repeated(run, place());
    else
        world_.observer.start_called(run, place(), config_.executor_session);
    if (world_.mutation == DriverMutation::starts_twice && world_.random.chance(0.01)) {
        world_.observer.start_called(run, place(), config_.executor_session);
    }
    const bool begun = !answer.again && answer.status == StartStatus::accepted;
    if (begun) world_.chronicle.started(run.run_id, run.attempt, engine_->incarnation(), world_.store_now());
    start_answered(run, answer);
    if (fault == HookFault::crashes_after) world_.crash(*process_);
    return answer.takes;
}

void Life::start_answered(const StartRun &run, const Executor::StartAnswer &answer) {
    const bool accepted = answer.status == StartStatus::accepted;
    if (!accepted) {
        world_.observer.start_refused(run.run_id, run.attempt, answer.status);
        world_.count_fault("start refused");
    }
    later(answer.takes, [run_id = run.run_id, attempt = run.attempt, status = answer.status](Life &life) {
        const bool fine = status == StartStatus::accepted;
        life.engine_->start_answered(run_id, attempt, status, fine ? "" : "not now", life.moment());
        life.pump();
    });
}

Duration Life::call_executor(const CancelAttempt &attempt) {
    const HookFault fault = fault_of(Hook::cancel);
    if (fault == HookFault::crashes_before) {
        world_.crash(*process_);
        return 0us;
    }
    const Duration takes = fault == HookFault::hangs ? hang() : 100us;
    if (takes > 1s) world_.observer.executor_hangs(process_->number(), world_.timeline.now() + takes);
    world_.observer.cancel_called(attempt, place());
    // A cancel that fails has been asked for all the same; the attempt then goes on.
    if (fault != HookFault::fails_before && fault != HookFault::fails_for_good) process_->executor().cancel(attempt);
    if (fault == HookFault::crashes_after) world_.crash(*process_);
    return takes;
}

Duration Life::call_executor(const QueryAttempt &attempt) {
    const HookFault fault = fault_of(Hook::query);
    if (fault == HookFault::crashes_before || fault == HookFault::crashes_after) {
        world_.crash(*process_);
        return 0us;
    }
    auto answer = process_->executor().query(attempt);
    if (fault == HookFault::fails_before || fault == HookFault::fails_after || fault == HookFault::fails_for_good) {
        answer = {AttemptState::unknown, std::nullopt};
        world_.observer.executor_denies(attempt.run_id, attempt.attempt);
    }
    const Duration takes = fault == HookFault::hangs ? hang() : 1ms;
    if (takes > 1s) world_.observer.executor_hangs(process_->number(), world_.timeline.now() + takes);
    later(takes, [attempt, answer](Life &life) {
        life.engine_->query_answered(attempt.run_id, attempt.attempt, answer.state, answer.completion, life.moment());
        life.pump();
    });
    return takes;
}

Duration Life::call_executor(const ReleaseAttempt &attempt) {
    const HookFault fault = fault_of(Hook::release);
    if (fault == HookFault::crashes_before) {
        world_.crash(*process_);
        return 0us;
    }
    const Duration takes = fault == HookFault::hangs ? hang() : 10us;
    if (takes > 1s) world_.observer.executor_hangs(process_->number(), world_.timeline.now() + takes);
    world_.observer.released(attempt, place());
    if (fault != HookFault::fails_before && fault != HookFault::fails_for_good) process_->executor().release(attempt);
    if (fault == HookFault::crashes_after) world_.crash(*process_);
    return takes;
}

namespace {

// What was told may be garbled or lost, to see whether the observer notices.
std::optional<Announce> as_told(World &world, const Announce &notice) {
    if (world.mutation == DriverMutation::loses_notices && world.random.chance(0.01)) return std::nullopt;
    Announce told = notice;
    const bool garbled = world.mutation == DriverMutation::garbles_notices && world.random.chance(0.01);
    if (garbled && told.run)
        told.run->outcome = Outcome::succeeded == told.run->outcome ? Outcome::failed : Outcome::succeeded;
    return told;
}

} // namespace

void Life::next_notice() {
    if (notifier_busy_ || notices_.empty() || !alive_) return;
    notifier_busy_ = true;
    const Announce notice = std::move(notices_.front());
    notices_.pop_front();
    const HookFault fault = fault_of(Hook::notify);
    if (fault == HookFault::crashes_before) return world_.crash(*process_);
    NoticeStatus status = NoticeStatus::told;
    if (world_.random.chance(0.02)) status = world_.random.chance(0.2) ? NoticeStatus::given_up : NoticeStatus::later;
    if (fault == HookFault::fails_before || fault == HookFault::fails_after) status = NoticeStatus::later;
    if (fault == HookFault::fails_for_good) status = NoticeStatus::given_up;
    if (status != NoticeStatus::told) world_.count_fault("notifier failed");
    const auto told = as_told(world_, notice);
    if (told && fault != HookFault::fails_before) {
        world_.observer.notified(*told);
        world_.chronicle.told(*told, world_.store_now());
    }
    if (fault == HookFault::crashes_after) return world_.crash(*process_);
    Duration takes = world_.random.chance(0.005) ? world_.random.between(1s, 90s) : world_.random.between(1ms, 50ms);
    if (fault == HookFault::hangs) takes = hang();
    later(takes, [id = notice.notice_id, status](Life &life) {
        life.notifier_busy_ = false;
        life.engine_->notice_answered(id, status, life.moment());
        life.pump();
        life.next_notice();
    });
}

} // namespace simulation
