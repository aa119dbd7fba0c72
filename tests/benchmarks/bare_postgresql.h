// bare_postgresql.h - what libpq alone reaches with the jobs that fill.h has stored: the statements that the storage
// uses for many claims and many closings at once, 500 a transaction, and nothing else.
#pragma once

#include <string>

namespace benchmarks {

enum class BareWork { claims, claims_and_closes };

// The due jobs from number `first` (1 or more), `count` of them, on one connection. Returns the seconds that it took.
// Throws std::runtime_error.
double bare_postgresql(const std::string &url, int first, int count, BareWork work);

// The same, shared out between so many connections, each on its own thread.
double bare_postgresql_together(const std::string &url, int count, BareWork work, int connections);

} // namespace benchmarks
