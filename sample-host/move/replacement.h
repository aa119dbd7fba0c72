// What becomes of a job that an import meets in the store. It belongs to the thread that calls it.
#pragma once

#include "move/schedule_judge.h"
#include "storage/restore.h"

#include <string>
#include <string_view>
#include <vector>

namespace sample_host::move {

// Which keys of the two definitions differ, "schedule, zone"; empty: none. An unreadable row differs in "everything".
std::string differing_keys(const gs_job_row &present, const gs_job_row &moved);

// The scheduler stores jobs of its own under system/ and renews what defines them at each start, from its own options.
bool is_schedulers_own(std::string_view job_id);

// Whether the job in the store stays as it is although the file defines it otherwise.
bool stays(const gs_job_row &moved, bool replace);

// A job that is not there yet goes in as it is. But one whose next fire is armed by the end of a run that is not among
// `runs`, which go in with it, would never fire again: it is armed at its first fire from now on.
JobVerdict judge_new_job(const gs_job_row &moved, const std::vector<RunOfJob> &runs, int64_t now, ScheduleJudge &judge);

// A job that is defined alike stays as it is: it has gone on firing since the file was written, and its own next fire
// is the right one. One that is not is replaced if `replace`: as if it were edited now, with what it has counted. Its
// next fire is computed anew only if what decides about it differs, or if it has none and waits for a run. One of the
// scheduler's own stays without `replace`.
JobVerdict judge_job(const gs_job_row &present, const gs_job_row &moved, int64_t now, bool replace,
                     ScheduleJudge &judge);

} // namespace sample_host::move
