// Is a definition one that this release can carry out? Pure. Its strings were checked at the door (abi/).
#pragma once

#include "engine/decision.h"
#include "engine/definition.h"

#include <optional>
#include <string>

namespace gateway_scheduler::engine {

struct Refusal {
    std::string field;
    std::string text; // one sentence
};

std::optional<Refusal> validate(const Definition &definition);

} // namespace gateway_scheduler::engine
