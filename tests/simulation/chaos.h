// What goes wrong: storage outages and lost answers, slow days, hooks that hang, crashes, stops and swaps, suspended
// processes, clock steps, poison. Not thread-safe.
#pragma once

#include "gateway.h"
#include "world.h"

#include <functional>
#include <memory>
#include <vector>

namespace simulation {

class Chaos {
  public:
    explicit Chaos(World &world);

    void begin(std::int64_t haste); // the first schedulers, and trouble from then on; so many times as often as in days
    void begin_hour();              // the first schedulers, and an hour in which each has an end of every kind
    void calm();                    // no more trouble; the schedulers are there to stay
    Life *anybody();                // one of the schedulers that can be asked
    bool somebody() const;

  private:
    void again_and_again(engine::Duration mean, const std::function<void(Chaos &)> &trouble);
    void end_again_and_again(engine::Duration mean, void (Gateway::*end)());
    engine::Duration until_full_minute();
    engine::Duration length(engine::Duration least, engine::Duration most);
    Gateway &somewhere() { return *gateways_[static_cast<std::size_t>(random_.below(gateways_.size()))]; }
    void outage();
    void bad_line();
    void step_clock();
    void poison();
    void corrupt();
    void purge_often();
    void begin_schedulers();

    World &world_;
    Random random_;
    std::vector<std::unique_ptr<Gateway>> gateways_;
    std::int64_t haste_ = 1;
    bool calm_ = false;
};

} // namespace simulation
