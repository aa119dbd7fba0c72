// lane.h - the thread that calls one of the host's tables, and the checks that it carries out one after the other. A
// hook that hangs ends the lane: its thread is left inside, and what was to follow is told as blocked. Thread-safety:
// one thread, but for is_inside().
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "check.h"
#include "watch.h"
#include "worker.h"

namespace conformance::kit {

struct Planned {
    Check check;
    std::function<void()> run; // throws as CheckOf::run does
};

class Lane {
  public:
    // `time_limit` is the sentence that a hook breaks which does not return, and where it stands.
    Lane(Check time_limit, const std::atomic<bool> &stopping) : time_limit_(time_limit), stopping_(stopping) {}

    Watch &watch() { return watch_; }
    void set_deadline(std::chrono::seconds deadline) { deadline_ = deadline; }

    Result carry_out(const Planned &planned);
    // For what is no check. Throws what the task throws, or Blocked when a hook hangs.
    void carry_out(const std::function<void()> &task);
    bool is_inside() const { return worker_.is_inside(); }

  private:
    bool run(const std::function<void()> &task);

    Check time_limit_;
    const std::atomic<bool> &stopping_;
    std::chrono::seconds deadline_{30};
    Watch watch_;
    std::optional<std::string> hanging_; // the hook that has not returned
    Worker worker_;                      // last, so that it ends first
};

} // namespace conformance::kit
