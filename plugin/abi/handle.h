// What stands behind a gs_scheduler*: the adapters over the host's tables, and the running scheduler. Any thread.
#pragma once

#include "abi/hook_adapters.h"
#include "abi/storage_adapter.h"
#include "runtime/scheduler.h"
#include "runtime/zone_directory.h"

#include <gateway_scheduler/host.h>
#include <gateway_scheduler/scheduler.h>

#include <filesystem>
#include <memory>

namespace gateway_scheduler::abi {

// The host's tables and options, copied and checked.
struct Lent {
    bool complete = false; // storage and executor are there: it can be started
    gs_storage storage{};
    gs_executor executor{};
    gs_notifier notifier{};
    gs_clock clock{};
    gs_log log{};
    gs_metrics metrics{};
    engine::Config config;
    engine::Duration call_timeout{};
    runtime::RetentionPolicy retention;
    std::filesystem::path zone_directory;
};

} // namespace gateway_scheduler::abi

struct gs_scheduler {
    explicit gs_scheduler(const gateway_scheduler::abi::Lent &lent);

    bool complete;
    bool executor_answers;
    gateway_scheduler::runtime::ZoneDirectory zones;
    gateway_scheduler::abi::StorageAdapter storage;
    gateway_scheduler::abi::ExecutorAdapter executor;
    gateway_scheduler::abi::NotifierAdapter notifier;
    gateway_scheduler::abi::ClockAdapter clock;
    gateway_scheduler::abi::LogAdapter log;
    gateway_scheduler::abi::MetricsAdapter metrics;
    gateway_scheduler::runtime::Scheduler scheduler;
};
