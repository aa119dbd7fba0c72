// The zones of a simulation: UTC and one real zone, read from the system once. Not thread-safe.
#pragma once

#include "engine/zone_source.h"

#include <memory>
#include <string>
#include <string_view>

namespace simulation {

class Zones : public gateway_scheduler::engine::ZoneSource {
  public:
    Zones();

    // The name of the real zone; empty when the system has none.
    const std::string &real_zone() const { return real_name_; }

    gateway_scheduler::schedule::Result<std::shared_ptr<const gateway_scheduler::schedule::Zone>>
    find(std::string_view name) override;
    std::string version() override { return "2026a"; }

  private:
    std::string real_name_;
    std::shared_ptr<const gateway_scheduler::schedule::Zone> real_;
};

} // namespace simulation
