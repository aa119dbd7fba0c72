// Deletes jobs that can fire no more and asked for it, once none of their runs is open any more. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/jobs.h"
#include "engine/runs.h"

#include <set>
#include <string>

namespace gateway_scheduler::engine {

class Finished {
  public:
    Finished(Core &core, Jobs &jobs, Runs &runs) : core_(core), jobs_(jobs), runs_(runs) {}

    void check(const std::string &job_id); // it may be over
    void read(const std::string &job_id, const Read &read, const StorageAnswer &answer);
    void settled(const WrittenItem &written, const ItemResult &result);
    void left() { checking_.clear(); }

  private:
    void judge(const JobRow &row);
    void done(const std::string &job_id);

    Core &core_;
    Jobs &jobs_;
    Runs &runs_;
    std::set<std::string> checking_;
};

} // namespace gateway_scheduler::engine
