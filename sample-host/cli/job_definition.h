// The options of a job's definition as the JSON that the API takes. Thread-safe: pure functions.
#pragma once

#include "cli/job_options.h"

#include <string>

namespace sample_host::cli {

// Without a payload when no command was given. Throws Refused for text that is not UTF-8, durations that are not
// allowed and numbers that are too large, naming the option.
std::string job_definition_json(const JobOptions &job);

} // namespace sample_host::cli
