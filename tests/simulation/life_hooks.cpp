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

Duration Life::call_executor(const StartRun &run) {
    if (moment() >= run.permit_until && world_.mutation != DriverMutation::starts_late) {
        world_.count_fault("start too late");
        engine_->start_answered(run.run_id, run.attempt, StartStatus::too_late, {}, moment());
        pump();
        return 0us;
    }
    const auto answer = world_.executor.start(run);
    if (answer.again)
        world_.observer.start_repeated(run, engine_->incarnation());
    else
        world_.observer.start_called(run, engine_->incarnation(), world_.store_now());
    if (world_.mutation == DriverMutation::starts_twice && world_.random.chance(0.01)) {
        world_.observer.start_called(run, engine_->incarnation(), world_.store_now());
    }
    const bool accepted = answer.status == StartStatus::accepted;
    if (!accepted) {
        world_.observer.execution_ended(run.run_id, run.attempt);
        world_.count_fault("start refused");
    }
    later(answer.takes, [run_id = run.run_id, attempt = run.attempt, status = answer.status](Life &life) {
        const bool fine = status == StartStatus::accepted;
        life.engine_->start_answered(run_id, attempt, status, fine ? "" : "not now", life.moment());
        life.pump();
    });
    return answer.takes;
}

Duration Life::call_executor(const CancelAttempt &attempt) {
    world_.executor.cancel(attempt);
    return 100us;
}

Duration Life::call_executor(const QueryAttempt &attempt) {
    const auto answer = world_.executor.query(attempt);
    later(1ms, [attempt, answer](Life &life) {
        life.engine_->query_answered(attempt.run_id, attempt.attempt, answer.state, answer.completion, life.moment());
        life.pump();
    });
    return 1ms;
}

Duration Life::call_executor(const ReleaseAttempt &attempt) {
    world_.executor.release(attempt);
    return 10us;
}

void Life::next_notice() {
    if (notifier_busy_ || notices_.empty() || !alive_) return;
    notifier_busy_ = true;
    const Announce notice = std::move(notices_.front());
    notices_.pop_front();
    const bool lost = world_.mutation == DriverMutation::loses_notices && world_.random.chance(0.01);
    const bool garbled = world_.mutation == DriverMutation::garbles_notices && world_.random.chance(0.01);
    Announce told = notice;
    if (garbled && told.run)
        told.run->outcome = Outcome::succeeded == told.run->outcome ? Outcome::failed : Outcome::succeeded;
    if (!lost) world_.observer.notified(told, world_.store_now());
    NoticeStatus status = NoticeStatus::told;
    if (world_.random.chance(0.02)) status = world_.random.chance(0.2) ? NoticeStatus::given_up : NoticeStatus::later;
    if (status != NoticeStatus::told) world_.count_fault("notifier failed");
    const Duration takes =
        world_.random.chance(0.005) ? world_.random.between(1s, 90s) : world_.random.between(1ms, 50ms);
    later(takes, [id = notice.notice_id, status](Life &life) {
        life.notifier_busy_ = false;
        life.engine_->notice_answered(id, status, life.moment());
        life.pump();
        life.next_notice();
    });
}

// A driver that has gone mad: it asks the storage without end.
void Life::call_for_nothing() {
    for (int i = 0; i < 100; ++i) world_.observer.storage_called(world_.timeline.now());
}

} // namespace simulation
