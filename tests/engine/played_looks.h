// A job's looks, one after the other at one instant, as if nothing were in the way. Pure.
#pragma once

#include "told.h"

#include <string>

namespace engine_test {

// Looks, does what is said, and looks again, until there is nothing more to be done now.
Lines play(const Definition &definition, const std::string &next_fire, const std::string &now);

} // namespace engine_test
