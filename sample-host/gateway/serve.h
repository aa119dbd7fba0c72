// The host's life, from its options to its exit code.
// Thread-safety: serve is called once, by the main thread, before any other thread of the process exists. A Gateway
// may be used by any thread, as its members say of themselves.
#pragma once

#include "storage/storage.h"

#include <gateway_scheduler/scheduler.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace sample_host {

struct ServeOptions {
    std::string storage;                // empty: sqlite:<data_dir>/scheduler.db
    std::int64_t storage_writers = 0;   // 0: the storage's own
    std::filesystem::path plugin;       // empty: default_plugin_path()
    std::filesystem::path zones;        // compiled time zones, absolute; empty: the system's
    std::string listen = "127.0.0.1:0"; // loopback only; port 0: any free port, written to the data directory
    std::string instance = "default";
    int max_concurrent = 4;
    std::chrono::microseconds missed_after{0};      // 0: the scheduler's own
    std::chrono::microseconds catch_up_interval{0}; // likewise
    // How much history is kept; 0: the scheduler's own, GS_KEEP_FOR_EVER: all of it.
    std::int64_t keep_runs_days = 0;
    std::int64_t keep_runs = 0; // of each job
    std::int64_t keep_failures_days = 0;
    std::int64_t keep_failures = 0;
    std::filesystem::path data_dir;
    std::chrono::microseconds drain_timeout = std::chrono::seconds(30);
};

// Runs until a signal asks it to end. Returns the process's exit code: 0 done, 1 a permanent fault, 2 an option that is
// not what it has to be, both told on standard error in one sentence. A start that is refused for its options, or for
// what they name, makes and changes nothing. May end the process itself, when a hook hangs and nothing can be unloaded.
int serve(const ServeOptions &options);

// What the HTTP API works on.
struct Gateway {
    const gs_scheduler_api &api;
    gs_scheduler *scheduler;
    Storage &storage; // the API reads jobs, runs, records through storage.table()
    std::string instance;
};

} // namespace sample_host
