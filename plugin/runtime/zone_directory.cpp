#include "runtime/zone_directory.h"

#include "schedule/zone.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace gateway_scheduler::runtime {

namespace {

constexpr const char *kSystemDirectory = "/usr/share/zoneinfo";
constexpr const char *kVersionFile = "tzdata.zi";
constexpr std::uintmax_t kMaxFileSize = 1024 * 1024; // the largest real one has less than 4 KiB

schedule::Error zone_error(std::string text) {
    return {"zone", -1, std::move(text)};
}

} // namespace

ZoneDirectory::ZoneDirectory(std::filesystem::path directory)
    : directory_(directory.empty() ? std::filesystem::path(kSystemDirectory) : std::move(directory)),
      version_file_(identify(kVersionFile)),
      version_(read_version()) {}

std::string ZoneDirectory::problem() {
    // Every build of the time zone database has these.
    for (const char *name : {"Etc/UTC", "UTC", "Europe/London"}) {
        if (load(name)) return {};
    }
    return "no time zones were found in " + directory_.string() +
           "; expected the compiled tz database (package tzdata)";
}

schedule::Result<std::shared_ptr<const schedule::Zone>> ZoneDirectory::find(std::string_view name) {
    if (name.empty() || name == "UTC") return schedule::Zone::utc();
    if (auto checked = schedule::check_zone_name(name); !checked) return checked.error();
    const std::string key(name);
    const std::lock_guard lock(mutex_);
    const auto found = zones_.find(key);
    if (found != zones_.end()) return found->second.zone;
    const FileIdentity file = identify(key); // before it is read: an exchange in between is seen by the next refresh
    auto zone = load(key);
    if (zone) zones_.emplace(key, Loaded{file, zone.value()});
    return zone;
}

std::shared_ptr<const schedule::Zone> ZoneDirectory::before(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = before_.find(name);
    return found == before_.end() ? nullptr : found->second.zone;
}

bool ZoneDirectory::is_outdated() const {
    if (identify(kVersionFile) != version_file_) return true;
    return std::any_of(zones_.begin(), zones_.end(),
                       [this](const auto &entry) { return identify(entry.first) != entry.second.file; });
}

bool ZoneDirectory::refresh() {
    const std::lock_guard lock(mutex_);
    std::error_code error;
    // While the directory is being exchanged there is none for a moment.
    if (!is_outdated() || !std::filesystem::is_directory(directory_, error)) return false;
    Zones renewed;
    for (const auto &[name, loaded] : zones_) {
        const FileIdentity file = identify(name);
        const auto zone = load(name);
        renewed.emplace(name, Loaded{file, zone ? zone.value() : loaded.zone});
    }
    before_ = std::exchange(zones_, std::move(renewed));
    version_file_ = identify(kVersionFile);
    version_ = read_version();
    return true;
}

ZoneDirectory::FileIdentity ZoneDirectory::identify(const std::string &name) const {
    struct stat status {};
    if (::stat((directory_ / name).c_str(), &status) != 0) return {};
    constexpr std::int64_t second = 1'000'000'000;
    return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec};
}

schedule::Result<std::shared_ptr<const schedule::Zone>> ZoneDirectory::load(const std::string &name) const {
    const std::filesystem::path path = directory_ / name;
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error || !std::filesystem::is_regular_file(path, error)) {
        return zone_error("unknown time zone \"" + name +
                          "\"; expected an IANA name such as Europe/Lisbon, spelled as in the tz database");
    }
    if (size > kMaxFileSize) return zone_error("the file of time zone " + name + " is too large to be one");
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad()) return zone_error("the file of time zone " + name + " cannot be read");
    return schedule::Zone::parse(name, std::as_bytes(std::span(bytes)));
}

// The first line of tzdata.zi reads "# version 2026a".
std::string ZoneDirectory::version() {
    const std::lock_guard lock(mutex_);
    return version_;
}

std::string ZoneDirectory::read_version() const {
    std::ifstream file(directory_ / kVersionFile);
    std::string line;
    constexpr std::string_view kStart = "# version ";
    if (!std::getline(file, line) || !line.starts_with(kStart)) return "unknown";
    return line.substr(kStart.size());
}

} // namespace gateway_scheduler::runtime
