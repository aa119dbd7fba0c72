// What parsed schedules and their zones take of memory.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace next_fire {

// In bytes: of one schedule, one cursor and one zone; of the heap as an average over 10,000 schedules of the patterns.
nlohmann::json sizes(const std::vector<std::string> &patterns, const std::string &zone);

} // namespace next_fire
