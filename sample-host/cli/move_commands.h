// The commands that carry what a store holds out of it and into another. Each returns the exit code and throws Refused
// or what the storage throws. They belong to the thread that calls them.
#pragma once

#include "api/client.h"
#include "cli/arguments.h"
#include "cli/previewer.h"
#include "cli/terminal.h"

namespace sample_host::cli {

int export_store(const Arguments &arguments, const Terminal &terminal);

// `host` is null for a dry run, which changes nothing.
int import_crontab(Previewer &previewer, const api::Client *host, const Arguments &arguments, const Terminal &terminal);

int import_store(Previewer &previewer, const Arguments &arguments, const Terminal &terminal);

} // namespace sample_host::cli
