// Plays scenarios on a bounded number of threads, in their order. Made and asked by one thread.
#pragma once

#include "faults/hook.h"
#include "faults/scenario.h"
#include "loader/plugin.h"

#include <atomic>
#include <cstddef>
#include <future>
#include <map>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

class SideBySide {
  public:
    SideBySide(const sample_host::Plugin &plugin, std::vector<Fate> fates, std::size_t at_once);
    ~SideBySide();
    SideBySide(const SideBySide &) = delete;
    SideBySide &operator=(const SideBySide &) = delete;

    // Waits for it. Null: it is not among those that are played.
    const Outcome *outcome(const Fate &fate);

  private:
    void play_one_after_another();

    const sample_host::Plugin &plugin_;
    std::vector<Fate> fates_;
    std::vector<std::promise<Outcome>> promises_;
    std::map<std::pair<Hook, Fault>, std::shared_future<Outcome>> outcomes_;
    std::atomic<std::size_t> next_{0};
    std::vector<std::thread> threads_;
};

} // namespace faults
