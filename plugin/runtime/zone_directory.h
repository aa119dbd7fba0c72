// The zones of one directory of TZif files, read when they are first asked for and kept. Any thread.
#pragma once

#include "engine/zone_source.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gateway_scheduler::runtime {

class ZoneDirectory : public engine::ZoneSource {
  public:
    // Empty: the system's.
    explicit ZoneDirectory(std::filesystem::path directory);

    // One sentence when there are no zones at all; empty when all is well.
    std::string problem();

    schedule::Result<std::shared_ptr<const schedule::Zone>> find(std::string_view name) override;
    std::string version() override;

  private:
    schedule::Result<std::shared_ptr<const schedule::Zone>> load(const std::string &name) const;

    std::filesystem::path directory_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const schedule::Zone>> zones_;
};

} // namespace gateway_scheduler::runtime
