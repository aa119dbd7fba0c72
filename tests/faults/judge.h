// What must hold after a fault, from what the database, the executor, the notifier and the callers say. It knows
// nothing of the scheduler. Pure.
#pragma once

#include "faults/executor.h"
#include "faults/gateway.h"
#include "faults/history.h"
#include "faults/hook.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace faults {

inline constexpr const char *kEverySecond = "@every 1s";

struct Evidence {
    Fate fate{};
    bool first_call = true; // of its stage was the one that went wrong
    std::vector<JobOnRecord> jobs;
    std::vector<RunOnRecord> runs;
    std::vector<RecordOnRecord> records;
    int living_replicas = 0;
    std::vector<Started> started; // by the executor
    int repeated_starts = 0;
    int overlapping_starts = 0;
    std::map<std::string, std::set<std::int32_t>> told; // by the notifier
    std::vector<Refusal> refusals;
    std::int64_t settled_until = 0; // what is younger may still be on its way

    // Of the job that was paused for a moment: by the wall clock.
    std::string paused_job;
    std::int64_t pause_returned = 0;
    std::int64_t resume_called = 0;
    std::string spoilt_job;
    std::string orphaned_job; // its run was perhaps started by the executor of another replica, which is gone
};

// What is wrong, a sentence each.
std::vector<std::string> judge(const Evidence &evidence);

// Nothing is claimed or running after a drain.
std::vector<std::string> judge_open_runs(const std::vector<RunOnRecord> &runs);

} // namespace faults
