// Deletes jobs that can fire no more and asked for it, once none of their runs is open any more. The job is read first
// and its runs afterwards: whatever is claimed in between raises the version that the removal names. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/jobs.h"
#include "engine/runs.h"

#include <map>
#include <string>

namespace gateway_scheduler::engine {

class Finished {
  public:
    Finished(Core &core, Jobs &jobs, Runs &runs) : core_(core), jobs_(jobs), runs_(runs) {}

    void check(const std::string &job_id); // it may be over
    void read(const std::string &job_id, const Read &read, const StorageAnswer &answer);
    void settled(const WrittenItem &written, const ItemResult &result);
    void left() { checks_.clear(); }

  private:
    struct Check {
        JobRow row;         // as it was read
        bool again = false; // asked for once more meanwhile: what was read may have changed since
    };

    void read_job(const std::string &job_id);
    bool may_go(const JobRow &row);
    void read_open_runs(const std::string &job_id);
    void remove(const JobRow &row);
    void done(const std::string &job_id); // it is gone, or stays for now

    Core &core_;
    Jobs &jobs_;
    Runs &runs_;
    std::map<std::string, Check> checks_;
};

} // namespace gateway_scheduler::engine
