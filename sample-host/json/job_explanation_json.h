// What became of one instant of a job, with its evidence, as a JSON object. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <functional>
#include <string>
#include <string_view>

namespace sample_host::json {

// The job, and an instant as the clocks of its zone show it, with the offset.
struct ExplainedJob {
    std::string_view id;
    std::string_view zone;
    std::function<std::string(int64_t)> local_time;
};

// "run" is as in `runs`, or null. "record" has kind, reason, first_due_at, last_due_at, count (null: unknown), run_id,
// recorded_at, instance and detail, or is null. All times are in UTC, but for "local", which has those that are not
// null once more.
std::string job_explanation_to_json(const gs_job_explanation &explanation, const ExplainedJob &job);

} // namespace sample_host::json
