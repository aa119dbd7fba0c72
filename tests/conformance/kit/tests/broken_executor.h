// broken_executor.h - the executor in memory with one thing broken. Thread-safety: as that executor, if the changes
// are.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "memory_gateway.h"

namespace kit_test {

using AttemptName = std::pair<std::string, std::int32_t>;
AttemptName name_of(const gs_id *run, std::int32_t attempt);

class BrokenExecutor {
  public:
    explicit BrokenExecutor(MemoryGateway &gateway);
    BrokenExecutor(const BrokenExecutor &) = delete;
    BrokenExecutor &operator=(const BrokenExecutor &) = delete;

    const gs_executor &table() const { return table_; }
    gs_executor &own_table() { return table_; }
    Serve serve();

    // Stand in for the functions of the table; each may call the good one.
    std::function<std::int32_t(const gs_start &start, gs_error *error)> start;
    std::function<std::int32_t(const gs_id *run, std::int32_t attempt, gs_error *error)> cancel;
    std::function<std::int32_t(const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                               void *context, gs_error *error)>
        query;
    std::function<void(const gs_id *run, std::int32_t attempt)> release;
    // Changes a completion on its way to the kit; false keeps it back.
    std::function<bool(const AttemptName &attempt, gs_completion &completion)> complete;

    std::int32_t good_start(const gs_start &start, gs_error *error);
    std::int32_t good_cancel(const gs_id *run, std::int32_t attempt, gs_error *error);
    std::int32_t good_query(const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                            void *context, gs_error *error);

    bool has_ended(const AttemptName &attempt) const; // its completion has passed
    int count(const std::string &what);               // how often this was called with this text, this time included

    // What the kit is told directly.
    std::int32_t tell_completion(const gs_id &run, std::int32_t result);
    std::int32_t tell_progress(const gs_id &run);

  private:
    static BrokenExecutor &of(void *context) { return *static_cast<BrokenExecutor *>(context); }
    void fill_table();

    MemoryGateway &gateway_;
    gs_executor good_;
    gs_executor table_;
    const gs_scheduler_api *real_api_ = nullptr;
    gs_scheduler *scheduler_ = nullptr;
    gs_scheduler_api api_{}; // the kit's, with a completion that goes through here
    mutable std::mutex mutex_;
    std::set<AttemptName> ended_;
    std::map<std::string, int> counts_;
};

} // namespace kit_test
