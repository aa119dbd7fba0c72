// Puts the options of a job's definition on a CLI11 command. Used by arguments.cpp only.
#pragma once

#include "cli/job_options.h"

namespace CLI {
class App;
}

namespace sample_host::cli {

// The options write into `job` while CLI11 parses; it outlives the command.
void add_job_options(CLI::App &command, JobOptions &job);

} // namespace sample_host::cli
