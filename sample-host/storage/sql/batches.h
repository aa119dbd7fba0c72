// batches.h - several items of one call carried out in one statement, by a driver for which each statement is a way to
// a server and back. Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "storage/sql/write_call.h"

namespace sample_host::sql {

// The answers of the items that were carried out, by their place; where there is none, the item is still to be carried
// out by itself. The answers borrow from `kept`.
struct Together {
    std::vector<std::optional<ItemAnswer>> answers;
    std::shared_ptr<const void> kept;
};

class Batches {
  public:
    Batches() = default;
    Batches(const Batches &) = delete;
    Batches &operator=(const Batches &) = delete;
    virtual ~Batches() = default;

    // The caller is alive. What is carried out has no bearing on the other items of the call.
    virtual Together claim(WriteCall &call, const gs_claim *const *items, std::uint32_t count) = 0;
    // No two of the runs that these updates may close are of one job, whose counters depend on their order.
    virtual bool close_different_jobs(Connection &connection, const gs_update *const *items, std::uint32_t count) = 0;
    virtual Together update(WriteCall &call, const gs_update *const *items, std::uint32_t count) = 0;
};

} // namespace sample_host::sql
