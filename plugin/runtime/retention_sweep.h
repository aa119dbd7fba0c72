// One sweep over the history: which calls it makes of the storage, one after the other, and what it says in the end. It
// makes no call itself. Not thread-safe.
#pragma once

#include "runtime/purge.h"
#include "runtime/retention_policy.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gateway_scheduler::runtime {

class RetentionSweep {
  public:
    // Small enough for a short transaction: see sample-host/storage/README.md for what one call takes.
    static constexpr std::uint32_t kRowsPerCall = 200;

    // `now` by the store's clock.
    RetentionSweep(const RetentionPolicy &policy, engine::Instant now);

    // The call to make next; null: the sweep is over.
    const Purge *next() const { return step_ < steps_.size() ? &steps_[step_] : nullptr; }

    // It was carried out. False: the storage says that there is more, and does not get on.
    bool answered(const PurgeAnswer &answer);

    // What has been removed so far, and by which rules: one sentence.
    std::string report() const;

  private:
    RetentionPolicy policy_;
    std::vector<Purge> steps_;
    std::size_t step_ = 0;
    std::int64_t runs_ = 0; // without failures
    std::int64_t failures_ = 0;
    std::int64_t records_ = 0;
    std::int64_t replicas_ = 0;
    std::int64_t calls_ = 0;
};

} // namespace gateway_scheduler::runtime
