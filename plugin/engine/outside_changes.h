// What the host has heard of: jobs that other replicas have written. Each is read at once, many with the horizon;
// without the host's word they would be found when the horizon is read anew. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/jobs.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace gateway_scheduler::engine {

class OutsideChanges {
  public:
    OutsideChanges(Core &core, Jobs &jobs) : core_(core), jobs_(jobs) {}

    void heard(const std::vector<std::string> &job_ids); // empty: of any jobs
    void job_read(const std::string &job_id, const StorageAnswer &answer);
    void left() { reading_.clear(); }

  private:
    Core &core_;
    Jobs &jobs_;
    std::unordered_set<std::string> reading_; // not answered yet
};

} // namespace gateway_scheduler::engine
