// What is wrong with a running scheduler, in words for people; empty when nothing is. Pure.
#pragma once

#include "runtime/scheduler.h"

#include <string>

namespace gateway_scheduler::abi {

std::string health_text(const runtime::Health &health);

} // namespace gateway_scheduler::abi
