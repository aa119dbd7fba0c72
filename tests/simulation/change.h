// One committed write, as the store's history tells it to an observer. Borrowed for the call that tells of it.
#pragma once

#include "engine/rows.h"
#include "engine/storage_request.h"

#include <cstdint>
#include <string>

namespace simulation {

namespace engine = gateway_scheduler::engine;

struct Caller {
    std::string instance;
    engine::Id incarnation;
    engine::Id session; // of its executor, and the data directory's id: what a join leaves in the replica's row
    engine::Id data_directory;
    std::uint64_t scheduler = 0; // for observers: which of the simulation's schedulers it is
};

enum class ChangeKind : std::uint8_t {
    put,
    removed,
    disabled,
    claimed,
    passed,
    rederived, // the times were computed anew
    begun,     // taken over, or permitted to start, or closed at the gate
    updated,   // by its owner
    cancel_asked,
    held, // a waiting run that a pause or a removal closed
    record_announced,
    joined, // `replica` is the predecessor that it replaced, if any
    beat,
    retired // `replica` is who was retired, by the caller
};

// What was before is null for what is new, what is after is null for what is gone, both when it is not concerned.
struct Change {
    ChangeKind kind = ChangeKind::put;
    engine::Instant at{};
    const Caller *caller = nullptr;
    const engine::JobRow *job_before = nullptr;
    const engine::JobRow *job_after = nullptr;
    const engine::RunRow *run_before = nullptr;
    const engine::RunRow *run_after = nullptr;
    const engine::RecordRow *record = nullptr;
    const engine::ReplicaRow *replica = nullptr;
    bool start = false; // begun: with the permission to start
};

// One line for people.
std::string describe(const Change &change);

// Which scheduler, in which process, as which member of the store.
struct Place {
    std::uint64_t scheduler = 0;
    std::uint64_t process = 0;
    engine::Id incarnation;
};

class HistoryWatcher {
  public:
    virtual ~HistoryWatcher() = default;
    virtual void changed(const Change &change) = 0;
};

} // namespace simulation
