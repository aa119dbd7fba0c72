// examination.h - all checks that a host is put through, from the first look at its store to the verdict.
// Thread-safety: carry_out() once; complete(), progress(), stop() and is_inside() from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include <gateway_scheduler/host.h>

#include "completion_book.h"
#include "executor_scene.h"
#include "lane.h"
#include "settings.h"
#include "storage_scene.h"
#include "watched_storage.h"

namespace conformance::kit {

// The host cannot be examined at all; the text is one sentence.
class Refused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class Examination {
  public:
    Examination(const gs_host &host, std::chrono::microseconds cancel_grace);
    Examination(const Examination &) = delete;
    Examination &operator=(const Examination &) = delete;

    // How many checks there will be. `report` gets each result as it comes about. Throws Refused before the first.
    using Report = std::function<void(const Result &)>;
    std::vector<Result> carry_out(const Settings &settings, const std::function<void(std::size_t)> &plan,
                                  const Report &report);

    CompletionBook &book() { return book_; }
    void stop() { stopping_ = true; } // the check at hand is carried to its end, the rest is not tried
    bool is_inside() const;

  private:
    std::vector<Planned> storage_plan();
    std::vector<Planned> executor_plan();
    std::vector<Planned> notifier_plan();
    std::vector<Planned> host_plan();
    void look_at_store();
    void leave_store();

    const gs_host host_;
    const std::chrono::microseconds cancel_grace_;
    Settings settings_;
    std::atomic<bool> stopping_ = false;
    CompletionBook book_;
    StoreUnderTest store_;
    ExecutorUnderTest executor_;
    std::unique_ptr<WatchedStorage> watched_;
    int scenes_ = 0; // each has a number of its own
    Lane storage_lane_, executor_lane_, notifier_lane_, host_lane_;
};

// Every check that there is, in the order in which they are carried out.
std::vector<Check> all_checks();

} // namespace conformance::kit
