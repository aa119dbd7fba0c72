// The life of runs: states only go forward, outcomes are those of the executor, attempts are as many as are allowed, a
// close arms whom it has to arm. Not thread-safe.
#pragma once

#include "notes.h"

namespace simulation {

class JudgeOfRuns {
  public:
    explicit JudgeOfRuns(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in

  private:
    void check_owner(const Change &change);
    void check_step(const Change &change);
    void check_late_result(const Change &change);
    void check_outcome(const Change &change, const KnownRun &run);
    void check_success(const engine::RunRow &row, const Heard *heard);
    void check_failure(const Change &change, const KnownRun &run, const Heard *heard);
    void check_repeat(const Change &change, const KnownRun &run);
    void check_permission(const Change &change, const KnownRun &run);
    void check_arming(const Change &change);
    void check_counters(const Change &change);
    bool cancel_asked(engine::Id run_id, std::int32_t attempt) const;

    Notes &notes_;
};

} // namespace simulation
