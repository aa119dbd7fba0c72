// What the loop tells of itself after each turn: health, counters and metrics.
#include "runtime/scheduler.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace gateway_scheduler::runtime {

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
        if (engine_.clock().known()) {
            store_offset_ = engine_.clock().at(now).time_since_epoch() - now.time_since_epoch();
            if (!store_known_since_) store_known_since_ = now;
        }
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
