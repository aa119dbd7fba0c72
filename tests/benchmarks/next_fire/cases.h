// What compare-next-fire asks, as prepare.py wrote it, and how our answers are printed: one JSON object a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "schedule/instant.h"
#include "schedule/zone.h"

namespace next_fire {

namespace schedule = gateway_scheduler::schedule;

using Zones = std::map<std::string, std::shared_ptr<const schedule::Zone>>;

struct Cases {
    std::vector<std::string> zones;
    std::vector<std::string> patterns; // all twelve
    std::vector<std::string> cliffs;   // those that only we are asked
    std::vector<std::string> cliff_zones;
    std::vector<std::string> impossible;
    std::string parse_zone;
    schedule::Instant from; // forward
    schedule::Instant until;
    std::size_t fires = 0;
    std::vector<schedule::Instant> instants; // random
    std::size_t compared = 0;                // how many fires the checksum is of
};

// Throws when the file is not as it should be.
Cases read_cases(const std::string &path);

std::vector<std::byte> zone_bytes(const std::string &name);

// The zones of the cases by their names, read from the system's directory; throws when one cannot be read.
Zones read_zones(const Cases &cases);

// Adds who we are and prints the line.
void print(const std::string &mode, const std::string &zone, const std::string &pattern, nlohmann::json figures);

} // namespace next_fire
