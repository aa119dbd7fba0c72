// The loop thread: events in, engine, decisions and storage calls out.
#include "runtime/reentrancy.h"
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
    while (!engine_stopped_ && !broken_down_.load()) {
        for (Event &event : inbox_.take_all()) handle(event);
        const engine::Moment now = hooks_.clock.boottime();
        look_at_zones(now);
        tell_of_rearms();
        turned_at_.store(now.time_since_epoch().count());
        if (const auto wake = engine_.next_wake(); wake && *wake <= now) engine_.tick(now);
        for (engine::Decision &decision : engine_.take_decisions()) carry_out(decision);
        call_storage();
        publish();
        if (engine_stopped_) break;
        const engine::Moment wake = std::min(engine_.next_wake().value_or(zones_due_), zones_due_);
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

void Scheduler::handle(Event &event) {
    const engine::Moment now = hooks_.clock.boottime();
    std::visit(Overloaded{
                   [&](WriteAnswered &e) { engine_.write_answered(e.answer, now); },
                   [&](ReadAnswered &e) { engine_.read_answered(e.answer, now); },
                   [&](StartAnswered &e) { engine_.start_answered(e.run_id, e.attempt, e.status, e.error, now); },
                   [&](RunCompleted &e) { engine_.completed(e.run_id, e.attempt, std::move(e.completion), now); },
                   [&](RunProgressed &e) { engine_.progressed(e.run_id, e.attempt, now); },
                   [&](QueryAnswered &e) {
                       engine_.query_answered(e.run_id, e.attempt, e.state, std::move(e.completion), now);
                   },
                   [&](NoticeAnswered &e) { engine_.notice_answered(e.notice_id, e.status, now); },
                   [&](CommandGiven &e) { engine_.command(e.id, std::move(e.request), e.deadline, now); },
                   [&](StopAsked &e) { engine_.stop(e.mode, e.deadline, now); },
               },
               event);
}

void Scheduler::carry_out(engine::Decision &decision) {
    std::visit(
        Overloaded{
            [&](engine::StartRun &run) {
                ledger_.expect(run.run_id, run.attempt);
                report_lateness(run);
                executor_worker_.post([this, run = std::move(run)] { start_run(run); });
            },
            [&](engine::CancelAttempt &cancel) {
                executor_worker_.post([this, cancel] { hooks_.executor.cancel(cancel); });
            },
            [&](engine::QueryAttempt &query) {
                executor_worker_.post([this, query] {
                    QueryAnswer answer = hooks_.executor.query(query);
                    inbox_.put(QueryAnswered{query.run_id, query.attempt, answer.state, std::move(answer.completion)});
                });
            },
            [&](engine::ReleaseAttempt &release) {
                ledger_.ended(release.run_id, release.attempt);
                executor_worker_.post([this, release] { hooks_.executor.release(release); });
            },
            [&](engine::ExpectAttempt &expect) { ledger_.expect(expect.run_id, expect.attempt); },
            [&](engine::Announce &notice) {
                notifier_worker_.post([this, notice = std::move(notice)] {
                    inbox_.put(NoticeAnswered{notice.notice_id, hooks_.notifier.notify(notice)});
                });
            },
            [&](engine::Reply &reply) { calls_.answer(std::move(reply)); },
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

void Scheduler::call_storage() {
    const engine::Moment now = hooks_.clock.boottime();
    if (auto write = engine_.take_write(now)) {
        write_worker_.post([this, call = std::move(*write), caller = Caller{config_.instance, engine_.incarnation()}] {
            write_storage(call, caller);
        });
    }
    if (auto read = engine_.take_read(now)) {
        read_worker_.post([this, call = std::move(*read), caller = Caller{config_.instance, engine_.incarnation()}] {
            read_storage(call, caller);
        });
    }
}

void Scheduler::write_storage(const engine::Write &call, const Caller &caller) {
    const engine::Moment sent = hooks_.clock.boottime();
    engine::StorageAnswer answer = hooks_.storage.write(caller, call);
    answer.sent = sent;
    answer.received = hooks_.clock.boottime();
    round_trip_.store((answer.received - answer.sent).count());
    inbox_.put(WriteAnswered{std::move(answer)});
}

void Scheduler::read_storage(const engine::Read &call, const Caller &caller) {
    const engine::Moment sent = hooks_.clock.boottime();
    engine::StorageAnswer answer = hooks_.storage.read(caller, call);
    answer.sent = sent;
    answer.received = hooks_.clock.boottime();
    inbox_.put(ReadAnswered{std::move(answer)});
}

void Scheduler::publish() {
    const engine::Moment now = hooks_.clock.boottime();
    Health health;
    health.engine = engine_.health();
    if (engine_.clock().known()) {
        health.clock_offset = engine_.clock().at(now) - hooks_.clock.realtime();
        if (const auto since = health.engine.storage_failing_since) {
            health.storage_failing_since = engine_.clock().at(*since);
        }
    } else if (const auto since = health.engine.storage_failing_since) {
        health.storage_failing_since = hooks_.clock.realtime() - (now - *since);
    }
    {
        const std::lock_guard lock(snapshot_mutex_);
        snapshot_ = std::move(health);
        stats_snapshot_ = engine_.stats();
    }
    report_metrics();
}

void Scheduler::report_lateness(const engine::StartRun &run) {
    if (run.trigger != engine::Trigger::schedule || run.attempt != 1) return;
    const engine::Duration late = engine_.clock().at(hooks_.clock.boottime()) - run.due_at;
    hooks_.metrics.sample("lateness_seconds", std::chrono::duration<double>(late).count());
}

void Scheduler::report_metrics() {
    const engine::Stats &stats = engine_.stats();
    const auto count = [this](const char *name, std::int64_t value, std::int64_t &reported) {
        if (value != reported) hooks_.metrics.counter(name, static_cast<double>(value - reported));
        reported = value;
    };
    count("claims", stats.claims, reported_.claims);
    count("starts", stats.starts, reported_.starts);
    count("retries", stats.retries, reported_.retries);
    count("runs_succeeded", stats.succeeded, reported_.succeeded);
    count("runs_failed", stats.failed, reported_.failed);
    count("runs_timed_out", stats.timed_out, reported_.timed_out);
    count("runs_canceled", stats.canceled, reported_.canceled);
    count("runs_lost", stats.lost, reported_.lost);
    count("instants_skipped", stats.skipped, reported_.skipped);
    count("instants_missed", stats.missed, reported_.missed);
    count("instants_merged", stats.merged, reported_.merged);
    count("notices", stats.notices, reported_.notices);
    count("storage_calls", stats.storage_calls, reported_.storage_calls);
    count("storage_failures", stats.storage_failures, reported_.storage_failures);
    const std::int64_t units = snapshot_.engine.units_in_use; // what this thread has published
    if (units != reported_units_) hooks_.metrics.gauge("units_in_use", static_cast<double>(units));
    reported_units_ = units;
}

} // namespace gateway_scheduler::runtime
