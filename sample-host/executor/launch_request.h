// A command line and its environment, written into an anonymous file so that it can be handed to another process
// whatever its size. Errors are std::system_error. Free functions without state: any thread.
#pragma once

#include "executor/descriptor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sample_host::executor {

struct LaunchRequest {
    std::vector<std::string> command;     // no NUL inside, as in the environment
    std::vector<std::string> environment; // "NAME=value"
};

// An anonymous file with these bytes, to be read from its beginning.
Descriptor anonymous_file(std::string_view content);

Descriptor write_launch_request(const LaunchRequest &request);
LaunchRequest read_launch_request(int file);

} // namespace sample_host::executor
