// Runs, and the records of instants that did not run, as the objects of `sample-host runs --json`. Thread-safe: pure
// functions.
#pragma once

#include <gateway_scheduler/run.h>

#include <string>

namespace sample_host::json {

// "lateness" is how long after its instant it was claimed, "merged" how many older instants it stands for, null when
// that is unknown.
std::string run_to_json(const gs_run &run);

// For every kind but GS_RECORD_EVENT, which tells of no instant. A record of several instants has last_due_at and
// count besides; an unknown count is null.
std::string record_to_json(const gs_record &record);

} // namespace sample_host::json
