// What a command sees of its surroundings: a few variables of the host's, and who it is. Pure but for reading the
// process's environment once; the host changes its environment nowhere, so any thread.
#pragma once

#include <gateway_scheduler/executor.h>

#include <string>
#include <vector>

namespace sample_host::executor {

// "NAME=value" of the variables that pass: nothing else does, because a gateway's environment holds its secrets.
std::vector<std::string> passed_environment(const char *const *environment);

// The above and JOB_ID, RUN_ID, DUE_AT (RFC 3339, UTC), ATTEMPT, LATENESS (seconds since DUE_AT, with six digits of
// fraction when there is one), MERGED (how many older instants the run stands for; -1: more than can be counted).
std::vector<std::string> command_environment(std::vector<std::string> passed, const gs_start &start);

} // namespace sample_host::executor
