// host_checks.h - the checks of the optional hooks: clock, log and metrics. Thread-safety: one thread.
#pragma once

#include <vector>

#include <gateway_scheduler/host.h>

#include "check.h"
#include "watch.h"

namespace conformance::kit {

struct HostScene {
    const gs_host &host;
    Watch &watch;
};

using HostCheck = CheckOf<HostScene>;
std::vector<HostCheck> all_host_checks();

} // namespace conformance::kit
