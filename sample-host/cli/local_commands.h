// The commands that need no running host, only the plugin. Each returns the exit code and throws Refused or
// PreviewRefused. They belong to the thread that calls them.
#pragma once

#include "cli/arguments.h"
#include "cli/previewer.h"
#include "cli/terminal.h"

#include <cstdint>

namespace sample_host::cli {

int tell_next(Previewer &previewer, const Arguments &arguments, int64_t now, const Terminal &terminal);

// One answer for each line of `input`, a file descriptor. Blank lines are passed over.
int answer_batch(Previewer &previewer, int input, int64_t now, const Terminal &terminal);

int tell_why_not(Previewer &previewer, const Arguments &arguments, const Terminal &terminal);

int tell_description(Previewer &previewer, const Arguments &arguments, const Terminal &terminal);

int tell_valid(Previewer &previewer, const Arguments &arguments, const Terminal &terminal);

} // namespace sample_host::cli
