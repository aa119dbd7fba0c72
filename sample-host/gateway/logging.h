// The host's log: lines on standard error, with a UTC time. Thread-safe.
#pragma once

#include <gateway_scheduler/host.h>

#include <string_view>

namespace sample_host {

// `level` is a GS_LOG_*. Control characters are replaced, so that one message stays one line.
void log(int32_t level, std::string_view message);

// The log that is lent to the scheduler: messages from GS_LOG_INFO up.
const gs_log &scheduler_log();

} // namespace sample_host
