// Writes a snapshot of a store as the lines of an export. It belongs to the thread that calls it.
#pragma once

#include "move/format.h"
#include "storage/snapshot.h"

#include <functional>
#include <string>
#include <string_view>

namespace sample_host::move {

// What became of it.
struct Exported {
    Counts counts;
    int64_t left_out = 0;  // rows that cannot be read
    int64_t open_runs = 0; // that were left out, as all history was
};

// `write` is given a line without its end, `tell` one sentence about each row that is left out. Both may throw, which
// ends it. Memory does not grow with the store.
Exported export_store(Snapshot &snapshot, bool history, const std::string &program_version,
                      const std::function<void(std::string_view)> &write,
                      const std::function<void(const std::string &)> &tell);

} // namespace sample_host::move
