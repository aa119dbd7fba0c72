// The zones of a simulation: UTC and one real zone, read from the system once. Not thread-safe.
#pragma once

#include "engine/zone_source.h"

#include <map>
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
    std::shared_ptr<const gateway_scheduler::schedule::Zone> before(std::string_view name) override;
    std::string version() override { return version_; }

    // Other zone data from now on, in which the named zone is this one.
    void change(const std::string &version, const std::string &name,
                std::shared_ptr<const gateway_scheduler::schedule::Zone> zone);
    void forget_before() { before_.clear(); } // as after a restart

  private:
    using Named = std::map<std::string, std::shared_ptr<const gateway_scheduler::schedule::Zone>, std::less<>>;

    std::string version_ = "2026a";
    Named changed_;
    Named before_;
    std::string real_name_;
    std::shared_ptr<const gateway_scheduler::schedule::Zone> real_;
};

} // namespace simulation
