// The time zone that this machine is set to. Thread-safe: it reads two files.
#pragma once

#include <filesystem>
#include <string>

namespace sample_host::move {

// Its IANA name, by where etc/localtime leads to or by etc/timezone; empty: neither tells. `root` is "/" but in tests.
std::string system_zone(const std::filesystem::path &root = "/");

} // namespace sample_host::move
