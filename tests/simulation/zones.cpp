#include "zones.h"

#include <fstream>
#include <iterator>
#include <span>
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
    if (real_ && name == real_name_) return real_;
    return schedule::Error{"zone", -1, "unknown time zone"};
}

} // namespace simulation
