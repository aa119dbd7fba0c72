// The host's executor, notifier, clock, log and metrics tables as the runtime's hooks; stubs where the host lends none.
#pragma once

#include "runtime/hooks.h"

#include <gateway_scheduler/host.h>

namespace gateway_scheduler::abi {

class ExecutorAdapter : public runtime::ExecutorHook {
  public:
    explicit ExecutorAdapter(const gs_executor &table) : table_(table) {}

    runtime::StartAnswer start(const engine::StartRun &run) override;
    void cancel(const engine::CancelAttempt &attempt) override;
    runtime::QueryAnswer query(const engine::QueryAttempt &attempt) override;
    void release(const engine::ReleaseAttempt &attempt) override;

  private:
    gs_executor table_;
};

class NotifierAdapter : public runtime::NotifierHook {
  public:
    explicit NotifierAdapter(const gs_notifier &table) : table_(table) {}
    engine::NoticeStatus notify(const engine::Announce &notice) override;

  private:
    gs_notifier table_;
};

class ClockAdapter : public runtime::ClockHook {
  public:
    explicit ClockAdapter(const gs_clock &table) : table_(table) {}
    engine::Moment boottime() override;
    engine::Instant realtime() override;

  private:
    gs_clock table_;
};

class LogAdapter : public runtime::LogHook {
  public:
    explicit LogAdapter(const gs_log &table) : table_(table) {}
    void write(engine::LogLevel level, std::string_view text) override;

  private:
    gs_log table_;
};

class MetricsAdapter : public runtime::MetricsHook {
  public:
    explicit MetricsAdapter(const gs_metrics &table) : table_(table) {}
    void counter(std::string_view name, double increase) override { record(GS_METRIC_COUNTER, name, increase); }
    void gauge(std::string_view name, double value) override { record(GS_METRIC_GAUGE, name, value); }
    void sample(std::string_view name, double value) override { record(GS_METRIC_SAMPLE, name, value); }

  private:
    void record(std::int32_t kind, std::string_view name, double value);

    gs_metrics table_;
};

} // namespace gateway_scheduler::abi
