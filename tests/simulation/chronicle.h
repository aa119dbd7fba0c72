// All that was committed, started, told and promised in one simulation, in its order, to be judged once more at the
// end. Not thread-safe.
#pragma once

#include "change.h"
#include "engine/decision.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

struct JobLine {
    std::shared_ptr<const engine::Definition> definition;
    bool readable = true;
    std::int64_t generation = 0;
    std::int64_t version = 0;
    std::optional<engine::Instant> next_fire;
    std::optional<engine::Instant> cursor;
    std::int64_t fires = 0;
};

struct RunLine {
    engine::Id id;
    std::string job_id;
    std::int64_t generation = 0;
    engine::Instant due_at{};
    engine::Trigger trigger = engine::Trigger::schedule;
    engine::RunState state = engine::RunState::claimed;
    engine::Outcome outcome = engine::Outcome::none;
    std::int32_t attempt = 0;
    std::int64_t epoch = 0;
    engine::Id owner;
    std::string key;
};

struct RecordLine {
    engine::RecordKind kind = engine::RecordKind::skipped;
    std::optional<engine::Instant> first;
    std::optional<engine::Instant> last;
    std::int64_t count = 0;
};

enum class DeedKind : std::uint8_t {
    committed, // a write
    started,   // the executor has begun an attempt
    told,      // the notifier was told of a run
    promised   // a pause or a removal has returned: nothing of the job starts any more
};

struct Deed {
    DeedKind kind = DeedKind::committed;
    engine::Instant at{}; // by the store's clock
    engine::Id by;        // incarnation
    ChangeKind change = ChangeKind::put;
    std::optional<JobLine> job_before;
    std::optional<JobLine> job_after;
    std::optional<RunLine> run_before;
    std::optional<RunLine> run_after; // told: as it was told; started: only id and attempt
    std::optional<RecordLine> record;
    engine::Id retired;   // incarnation, by a join or otherwise
    std::string promised; // job
};

class Chronicle : public HistoryWatcher {
  public:
    void changed(const Change &change) override;
    void started(engine::Id run_id, std::int32_t attempt, engine::Id by, engine::Instant at);
    void told(const engine::Announce &notice, engine::Instant at);
    void promised(const std::string &job_id, engine::Instant at);

    const std::deque<Deed> &deeds() const { return deeds_; }

  private:
    std::deque<Deed> deeds_;
};

} // namespace simulation
