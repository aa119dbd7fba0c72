// What an import asks a scheduler, which judges definitions and knows when they fire. It belongs to one thread.
#pragma once

#include <gateway_scheduler/job.h>

#include <cstdint>

namespace sample_host::move {

class ScheduleJudge {
  public:
    ScheduleJudge() = default;
    ScheduleJudge(const ScheduleJudge &) = delete;
    ScheduleJudge &operator=(const ScheduleJudge &) = delete;
    virtual ~ScheduleJudge() = default;

    virtual gs_job default_job() = 0;
    // Throws std::runtime_error, one sentence: why add_or_update would not take it.
    virtual void validate(const gs_job &job) = 0;
    // The first instant of its schedule behind that one, its calendars and jitter aside; GS_NO_TIME: none.
    virtual int64_t first_fire(const gs_job &job, int64_t after) = 0;
};

} // namespace sample_host::move
