// Pieces of the sentences that people read. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::json {

// One of the contract's words as people write it: "timed_out" is "timed out".
std::string spoken(std::string_view word);

// The two largest units that matter, "3 h 5 min", "90 d", "1 min"; "0 s" for less than a second.
std::string spoken_duration(int64_t duration);

// "1 older instant", "17 older instants"; -1 is more than can be counted.
std::string older_instants(int64_t merged);

} // namespace sample_host::json
