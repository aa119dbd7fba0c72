// The bare limit: what SQLite does for the statements of a claim when nothing else happens.
#pragma once

#include <filesystem>

namespace benchmarks {

// Stores `count` jobs in the schema of the sample host and claims them, 500 a transaction, synchronous FULL. Returns
// the seconds that the claims took.
double bare_claims(const std::filesystem::path &file, int count);

} // namespace benchmarks
