// "Why did it not run at nine?": one answer about one instant of a job, with its evidence. Pure functions.
#pragma once

#include "engine/job_answer.h"
#include "schedule/explain.h"

namespace gateway_scheduler::engine {

// `asked`: what the job's present schedule says of the moment; its `at` is the instant.
JobAnswer explain_job(const Evidence &evidence, const schedule::Explanation &asked);

// From when until when no replica was at work around this instant; nullopt: one was, or it is not known.
struct Downtime {
    std::optional<Instant> from;
    std::optional<Instant> until; // none: until now
};
std::optional<Downtime> downtime_at(const std::vector<ReplicaRow> &replicas, Instant at, Instant now);

} // namespace gateway_scheduler::engine
