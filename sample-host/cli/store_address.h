// Which store a command works on that does not ask a running host. Thread-safe: pure but for reading the environment.
#pragma once

#include "cli/arguments.h"

#include <filesystem>
#include <string>

namespace sample_host::cli {

// That of --data-dir, or the default one; absolute.
std::filesystem::path data_directory_of(const Arguments &arguments);

// That of --storage, or the database in the data directory.
std::string store_address(const Arguments &arguments);

} // namespace sample_host::cli
