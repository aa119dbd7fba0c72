// The zones of one directory of TZif files, read when they are first asked for and kept. When the directory's files are
// exchanged, refresh() takes over the new ones. Any thread.
#pragma once

#include "engine/zone_source.h"

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gateway_scheduler::runtime {

class ZoneDirectory : public engine::ZoneSource {
  public:
    // Empty: the system's.
    explicit ZoneDirectory(std::filesystem::path directory);

    // One sentence when there are no zones at all; empty when all is well.
    std::string problem();

    // Looks whether the files are others than before: the version's, or those of the zones in use. If they are, zones
    // are the new ones from now on; one whose new file is missing or bad stays as it was.
    bool refresh();

    schedule::Result<std::shared_ptr<const schedule::Zone>> find(std::string_view name) override;
    std::shared_ptr<const schedule::Zone> before(std::string_view name) override;
    std::string version() override;

  private:
    // What tells one file from another that took its name.
    struct FileIdentity {
        dev_t device = 0;
        ino_t inode = 0;
        off_t size = -1; // -1: there is none
        std::int64_t modified = 0;

        bool operator==(const FileIdentity &) const = default;
    };
    struct Loaded {
        FileIdentity file;
        std::shared_ptr<const schedule::Zone> zone;
    };
    using Zones = std::map<std::string, Loaded, std::less<>>;

    schedule::Result<std::shared_ptr<const schedule::Zone>> load(const std::string &name) const;
    FileIdentity identify(const std::string &name) const;
    std::string read_version() const;
    bool is_outdated() const;

    std::filesystem::path directory_;
    std::mutex mutex_;
    Zones zones_;
    Zones before_; // as they were before the last change
    FileIdentity version_file_;
    std::string version_;
};

} // namespace gateway_scheduler::runtime
