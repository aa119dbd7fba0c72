// One instance of the simulated gateway: the process and the scheduler that it has at the moment, and what can happen
// to them. Not thread-safe.
#pragma once

#include "life.h"
#include "world.h"

#include <memory>
#include <string>

namespace simulation {

class Gateway {
  public:
    Gateway(World &world, const std::string &instance);

    void begin(); // its first process, its first scheduler
    void calm();  // a scheduler is there to stay

    // The scheduler that the host would ask, unless it is out of reach.
    Life *present() const;
    bool owns(const Process &process) const;

    // What can happen
    void crash_scheduler();
    void crash_process(); // of the present scheduler
    void crash(Process &process);
    void stop();
    void swap();    // another scheduler is started in the same process while the present one is alive
    void deploy();  // another process is started while the present one is alive
    void suspend(); // for longer than a lease, perhaps
    void step_clock();

  private:
    bool up() const { return life_ && life_->alive() && !process_->suspended(); }
    bool busy() const { return older_ && older_->alive(); }
    void come_back(bool once_more);
    void end_older_of(const std::shared_ptr<Life> &old);
    void retire_older(engine::Duration patience);
    engine::Duration gap();

    World &world_;
    Random random_;
    engine::Config config_;
    std::shared_ptr<Process> process_;
    std::shared_ptr<Life> life_;
    std::shared_ptr<Life> older_; // an earlier one that has not been stopped yet
    bool calm_ = false;
};

} // namespace simulation
