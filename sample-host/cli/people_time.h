// Times for people: RFC 3339 to the second, in the machine's zone or in UTC. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

namespace sample_host::cli {

std::string people_time(int64_t time, bool utc);

} // namespace sample_host::cli
