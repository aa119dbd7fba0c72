// fill.h - a store with any number of jobs: two through the scheduler, then copies of their rows. What a benchmark
// measures is how many there are; adding each by itself would take hours.
#pragma once

#include <cstdint>
#include <string>

namespace benchmarks {

struct Crowd {
    std::int64_t jobs = 0;    // that are due once a year, half a year from now
    std::int64_t due = 0;     // one-shot jobs beside them
    std::int64_t due_at = 0;  // when the first of those is due, whole seconds in microseconds since 1970
    std::int64_t seconds = 1; // and over how many seconds they are spread, 1 or more; second by second, in order
};

// The storage is made if there is none, and must hold no jobs. Throws std::runtime_error or the database's own.
void fill(const std::string &storage, const Crowd &crowd);

} // namespace benchmarks
