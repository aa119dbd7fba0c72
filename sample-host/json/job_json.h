// A stored job as a JSON object: its definition with the defaults filled in, and what the scheduler adds to it.
// Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

#include <string>
#include <string_view>

namespace sample_host::json {

// "armed", "paused", "disabled" (paused by the scheduler), "manual" (fires only when told to), "at_start" (fires when
// the gateway starts), "finished" (can fire no more), or "unreadable".
std::string_view job_state(const gs_job_row &row);

// The definition alone, without the payload: what JobDocument reads, with the defaults filled in. Two jobs are defined
// alike if these texts and their payloads are the same.
std::string definition_to_json(const gs_job &job);

// What a job's row does not say by itself.
struct JobSurroundings {
    std::string_view description{}; // its schedule in words; empty: null
    int64_t now = 0;                // the store's clock
    int64_t running_runs = 0;       // of its runs, how many are going
};

// With the payload if `with_payload`, which only get_job reads. "overdue_since" is when it should have fired, once that
// is more than a minute ago.
std::string job_to_json(const gs_job_row &row, bool with_payload, const JobSurroundings &surroundings);

} // namespace sample_host::json
