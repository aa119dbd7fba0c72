// What is found in the store: when joining, the open runs of earlier incarnations of this instance; those of another
// instance when that is found to be gone; and, from time to time, what the wake index holds. Completions of runs that
// are not in memory wait here until their row was read. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/record_notices.h"
#include "engine/replica.h"
#include "engine/runs.h"

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace gateway_scheduler::engine {

class Recovery {
  public:
    Recovery(Core &core, Replica &replica, Neighbours &neighbours, Runs &runs, RecordNotices &notices)
        : core_(core), replica_(replica), neighbours_(neighbours), runs_(runs), notices_(notices) {}

    void joined();
    void tick();
    void left();

    void open_runs_read(const ReadRuns &read, const StorageAnswer &answer);
    void wake_read(const ReadWake &read, const StorageAnswer &answer);

    // A completion of a run that is not in memory.
    void completed_unknown(Id run_id, std::int32_t attempt, Completion completion);
    void completion_read(Id run_id, const StorageAnswer &answer);

    std::optional<Moment> next_wake() const;
    bool recovering() const { return recovering_; }
    std::size_t completions_waiting() const { return completions_.size(); }

  private:
    void read_open_runs(const std::string &instance, Id before);
    void own_runs_read();
    ExecutorKnowledge knowledge_of(const RunRow &row) const;
    bool apply_completion(const RunRow &row);

    Core &core_;
    Replica &replica_;
    Neighbours &neighbours_;
    Runs &runs_;
    RecordNotices &notices_;
    bool recovering_ = false;
    bool reading_wake_ = false;
    int wake_pages_ = 0;
    std::optional<Moment> recover_again_at_;
    std::set<std::string> to_recover_; // other instances, of which a page could not be read
    std::optional<Moment> wake_read_at_;
    std::unordered_map<Id, std::pair<std::int32_t, Completion>> completions_;
};

} // namespace gateway_scheduler::engine
