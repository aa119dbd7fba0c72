// What is started at the executor: with a fresh permission, once for each attempt, never of a job that was paused or
// removed, beside nothing of its key, and as the job is by then. Not thread-safe.
#pragma once

#include "judge_edits.h"
#include "notes.h"

namespace simulation {

class JudgeOfStarts {
  public:
    JudgeOfStarts(Notes &notes, const JudgeOfEdits &edits) : notes_(notes), edits_(edits) {}

    void start_called(const engine::StartRun &run, const Place &place);
    void start_repeated(const engine::StartRun &run, const Place &place); // and the executor refused it
    void released(const engine::ReleaseAttempt &attempt, const Place &place);

  private:
    void check_permission(const engine::StartRun &run, const KnownRun &known, const Place &place);
    void check_alone(const engine::StartRun &run, const KnownRun &known);

    Notes &notes_;
    const JudgeOfEdits &edits_;
};

} // namespace simulation
