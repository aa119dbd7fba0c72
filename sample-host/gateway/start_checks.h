// What can be told of a start before it makes or changes anything, so that one that is refused leaves no trace.
// For the main thread.
#pragma once

#include "gateway/serve.h"

#include <filesystem>
#include <stdexcept>
#include <string>

namespace sample_host {

// An option's value is not what it has to be: one sentence, exit code 2.
struct OptionError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The form of the options, by itself. Throws OptionError.
void check_form(const ServeOptions &options);

// The data directory, the zones, the storage, the address and what the plugin thinks of the options. Throws what the
// start itself would throw later.
void check_start(const ServeOptions &options, const std::string &storage, const gs_scheduler_api &api,
                 const gs_options &scheduler_options);

} // namespace sample_host
