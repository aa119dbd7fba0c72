// Small files that are read whole and written so that a reader, or a crash, never sees half of one. Errors are
// std::runtime_error, one sentence each. Free functions without state: any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sample_host {

void write_file_atomically(const std::filesystem::path &path, std::string_view content, unsigned mode);

// Nothing if there is no such file.
std::optional<std::string> read_small_file(const std::filesystem::path &path);

} // namespace sample_host
