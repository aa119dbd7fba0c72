// Where the engine gets zones from. The runtime reads them from the zone directory, a simulation makes them up.
#pragma once

#include "schedule/error.h"
#include "schedule/zone.h"

#include <memory>
#include <string>
#include <string_view>

namespace gateway_scheduler::engine {

class ZoneSource {
  public:
    virtual ~ZoneSource() = default;

    // The zone of this name; empty is UTC. The same name gives the same object until the zone data changes.
    virtual schedule::Result<std::shared_ptr<const schedule::Zone>> find(std::string_view name) = 0;

    // The zone as it was before the zone data changed last; null: not known.
    virtual std::shared_ptr<const schedule::Zone> before(std::string_view /*name*/) { return nullptr; }

    // Of the zone data, for example "2026a".
    virtual std::string version() = 0;
};

} // namespace gateway_scheduler::engine
