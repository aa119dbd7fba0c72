// The loop thread: events in, engine, decisions out.
#include "runtime/reentrancy.h"
#include "runtime/retention_job.h"
#include "runtime/scheduler.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace gateway_scheduler::runtime {

namespace {
template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;
} // namespace

void Scheduler::loop() {
    const InsideHook closed(HookKind::closed); // the log and metrics hooks are called from here
    try {
        turn_until_stopped();
    } catch (const std::exception &error) {
        break_down(error.what());
    }
    const std::lock_guard lock(life_mutex_);
    loop_running_ = false;
    life_changed_.notify_all();
}

void Scheduler::turn_until_stopped() {
    engine_.start(hooks_.clock.boottime());
    if (policy_) retention_due_ = hooks_.clock.boottime();
    while (!engine_stopped_ && !broken_down_.load()) {
        handle_all(inbox_.take_all());
        const engine::Moment now = hooks_.clock.boottime();
        look_at_zones(now);
        look_at_retention(now);
        end_quiet(now);
        tell_of_rearms();
        turned_at_.store(now.time_since_epoch().count());
        if (const auto wake = engine_.next_wake(); wake && *wake <= now) engine_.tick(now);
        for (engine::Decision &decision : engine_.take_decisions()) carry_out(decision);
        call_storage();
        publish();
        if (engine_stopped_) break;
        const engine::Moment wake =
            std::min({engine_.next_wake().value_or(zones_due_), zones_due_, quiet_until_.value_or(zones_due_)});
        if (alarm_.sleep(wake - hooks_.clock.boottime()).clock_stepped) engine_.clock_stepped(hooks_.clock.boottime());
    }
}

void Scheduler::tell_of_rearms() {
    const int rearms = rearms_.load();
    if (std::exchange(rearms_told_, rearms) == rearms) return;
    hooks_.log.write(engine::LogLevel::error, "the loop slept beyond its time, and the watchdog has woken it");
}

void Scheduler::look_at_zones(engine::Moment now) {
    if (now < zones_due_) return;
    zones_due_ = now + config_.zone_check;
    engine_.zones_checked(zones_.refresh(), now);
}

// While as much waits as one write can hold, its predecessor's answer goes before everything that came meanwhile: the
// storage is not kept waiting.
void Scheduler::handle_all(std::vector<Event> events) {
    auto first = events.end();
    if (engine_.full_write_waits()) {
        first = std::ranges::find_if(events,
                                     [](const Event &event) { return std::holds_alternative<WriteAnswered>(event); });
    }
    if (first != events.end()) handle(*first);
    for (auto event = events.begin(); event != events.end(); ++event) {
        if (event != first) handle(*event);
    }
}

void Scheduler::handle(Event &event) {
    const engine::Moment now = hooks_.clock.boottime();
    std::visit(Overloaded{
                   [&](WriteAnswered &e) {
                       quiet_until_.reset();
                       engine_.write_came(std::move(e.answer), now);
                       send_write(now); // the storage has the next one while this one's results are gone through
                       engine_.settle_write(now);
                   },
                   [&](ReadAnswered &e) { engine_.read_answered(e.answer, now); },
                   [&](StartAnswered &e) { engine_.start_answered(e.run_id, e.attempt, e.status, e.error, now); },
                   [&](RunCompleted &e) { engine_.completed(e.run_id, e.attempt, std::move(e.completion), now); },
                   [&](RunProgressed &e) { engine_.progressed(e.run_id, e.attempt, now); },
                   [&](QueryAnswered &e) {
                       engine_.query_answered(e.run_id, e.attempt, e.state, std::move(e.completion), now);
                   },
                   [&](NoticeAnswered &e) { engine_.notice_answered(e.notice_id, e.status, now); },
                   [&](CommandGiven &e) { engine_.command(e.id, std::move(e.request), e.deadline, now); },
                   [&](JobsChanged &e) { engine_.jobs_changed(e.job_ids, now); },
                   [&](StopAsked &e) {
                       retention_due_.reset();
                       retention_.wind_down();
                       engine_.stop(e.mode, e.deadline, now);
                   },
               },
               event);
}

void Scheduler::carry_out(engine::Decision &decision) {
    std::visit(
        Overloaded{
            [&](engine::StartRun &run) {
                ledger_.expect(run.run_id, run.attempt);
                report_lateness(run);
                if (engine::is_system_job(run.definition->id)) {
                    return retention_.start(run, Caller{config_.instance, engine_.incarnation()});
                }
                executor_worker_.post([this, run = std::move(run)] { start_run(run); });
            },
            [&](engine::CancelAttempt &cancel) {
                if (retention_.cancel(cancel)) return;
                executor_worker_.post([this, cancel] { hooks_.executor.cancel(cancel); });
            },
            [&](engine::QueryAttempt &query) {
                if (engine::is_system_job(query.job_id)) {
                    QueryAnswer answer = retention_.query(query);
                    return inbox_.put(
                        QueryAnswered{query.run_id, query.attempt, answer.state, std::move(answer.completion)});
                }
                executor_worker_.post([this, query] {
                    QueryAnswer answer = hooks_.executor.query(query);
                    inbox_.put(QueryAnswered{query.run_id, query.attempt, answer.state, std::move(answer.completion)});
                });
            },
            [&](engine::ReleaseAttempt &release) {
                ledger_.ended(release.run_id, release.attempt);
                if (retention_.release(release)) return;
                executor_worker_.post([this, release] { hooks_.executor.release(release); });
            },
            [&](engine::ExpectAttempt &expect) { ledger_.expect(expect.run_id, expect.attempt); },
            [&](engine::Announce &notice) {
                notifier_worker_.post([this, notice = std::move(notice)] {
                    inbox_.put(NoticeAnswered{notice.notice_id, hooks_.notifier.notify(notice)});
                });
            },
            [&](engine::Reply &reply) {
                if (reply.command == kRetentionCommand) return retention_stored(reply);
                calls_.answer(std::move(reply));
            },
            [&](engine::Started &started) {
                const std::lock_guard lock(life_mutex_);
                started_ = std::move(started);
                life_changed_.notify_all();
            },
            [&](engine::Stopped &) { engine_stopped_ = true; },
            [&](engine::LogLine &line) { hooks_.log.write(line.level, line.text); },
        },
        decision);
}

// The permission is judged once more right before the call: it may have waited behind others.
void Scheduler::start_run(const engine::StartRun &run) {
    if (!starts_allowed_.load()) return; // it waited behind a hook that hung, and nobody would take care of it
    if (hooks_.clock.boottime() >= run.permit_until) {
        inbox_.put(StartAnswered{run.run_id, run.attempt, engine::StartStatus::too_late, {}});
        return;
    }
    StartAnswer answer = hooks_.executor.start(run);
    inbox_.put(StartAnswered{run.run_id, run.attempt, answer.status, std::move(answer.error)});
}

} // namespace gateway_scheduler::runtime
