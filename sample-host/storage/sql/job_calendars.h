// job_calendars.h - the names of a job's calendars as the text of one JSON array, in the order in which they were
// given. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gateway_scheduler/job.h>

namespace sample_host::sql {

std::string job_calendars_text(const gs_job &job);                        // throws BadItem: not UTF-8
std::vector<std::string> parse_job_calendars(std::string_view json_text); // throws UnreadableRow

} // namespace sample_host::sql
