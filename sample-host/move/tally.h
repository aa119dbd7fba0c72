// What an import comes to. Plain values.
#pragma once

#include <cstdint>

namespace sample_host::move {

struct Changes {
    int64_t added = 0;
    int64_t replaced = 0;
    int64_t unchanged = 0;

    bool operator==(const Changes &) const = default;
};

struct Tally {
    Changes calendars;
    Changes jobs;
    Changes runs; // one that is there stays as it is, and so does a record
    Changes records;

    bool operator==(const Tally &) const = default;
};

} // namespace sample_host::move
