// The bare limit: what SQLite does for the statements of a claim when nothing else happens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace benchmarks {

// Stores `count` jobs in the schema of the sample host and claims them, 500 a transaction, synchronous FULL. Returns
// the seconds that the claims took.
double bare_claims(const std::filesystem::path &file, int count);

// With the closing of each batch in a transaction of its own.
double bare_claims_and_closes(const std::filesystem::path &file, int count);

// One claim a second, each a transaction of its own: how long after the full second it was durable, in microseconds,
// ascending.
std::vector<std::int64_t> bare_claims_each_second(const std::filesystem::path &file, int count);

} // namespace benchmarks
