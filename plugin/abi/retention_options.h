// The options that say how much history is kept. Pure functions.
#pragma once

#include "runtime/retention_policy.h"

#include <gateway_scheduler/host.h>

#include <string>

namespace gateway_scheduler::abi {

// What is wrong with them, and which it is; empty: nothing.
std::string check_retention(const gs_options &options, std::string &field);

// Of options that were checked.
runtime::RetentionPolicy retention_of(const gs_options &options);

} // namespace gateway_scheduler::abi
