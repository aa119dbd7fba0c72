#include "cli/store_address.h"

#include "gateway/data_directory.h"

namespace sample_host::cli {

std::filesystem::path data_directory_of(const Arguments &arguments) {
    return std::filesystem::absolute(arguments.data_dir.empty() ? default_data_directory() : arguments.data_dir);
}

std::string store_address(const Arguments &arguments) {
    if (!arguments.move.storage.empty()) return arguments.move.storage;
    return "sqlite:" + (data_directory_of(arguments) / "scheduler.db").string();
}

} // namespace sample_host::cli
