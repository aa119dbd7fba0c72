#include "zones.h"

#include <fstream>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace simulation {

namespace schedule = gateway_scheduler::schedule;

Zones::Zones() {
    const std::string name = "Europe/Lisbon";
    std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
    if (!file) return;
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto zone = schedule::Zone::parse(name, std::as_bytes(std::span(bytes)));
    if (!zone) return;
    real_name_ = name;
    real_ = zone.value();
}

schedule::Result<std::shared_ptr<const schedule::Zone>> Zones::find(std::string_view name) {
    if (name.empty() || name == "UTC") return schedule::Zone::utc();
    if (const auto changed = changed_.find(name); changed != changed_.end()) return changed->second;
    if (real_ && name == real_name_) return real_;
    return schedule::Error{"zone", -1, "unknown time zone"};
}

std::shared_ptr<const schedule::Zone> Zones::before(std::string_view name) {
    const auto found = before_.find(name);
    return found == before_.end() ? nullptr : found->second;
}

void Zones::change(const std::string &version, const std::string &name, std::shared_ptr<const schedule::Zone> zone) {
    before_ = changed_;
    if (real_) before_.try_emplace(real_name_, real_);
    changed_[name] = std::move(zone);
    version_ = version;
}

} // namespace simulation
