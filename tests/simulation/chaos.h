// What goes wrong: storage outages and lost answers, slow days, crashes, stops and restarts, clock steps, poison.
// Not thread-safe.
#pragma once

#include "life.h"
#include "world.h"

#include <functional>
#include <memory>

namespace simulation {

class Chaos {
  public:
    Chaos(World &world, const engine::Config &config);

    void begin(); // a first scheduler, and trouble from then on
    void calm();  // no more trouble; a scheduler is there to stay
    Life *present() const { return life_.get(); }

  private:
    void again_and_again(engine::Duration mean, void (Chaos::*trouble)());
    void outage();
    void bad_line();
    void crash();
    void stop();
    void step_clock();
    void poison();
    void corrupt();
    void swap();
    void come_back(bool same_process);
    engine::Duration gap();

    World &world_;
    Random random_;
    engine::Config config_;
    std::shared_ptr<Life> life_;
    std::shared_ptr<Life> swapped_; // an earlier one that has not been stopped yet
    std::uint64_t lives_ = 0;
    bool calm_ = false;
};

} // namespace simulation
