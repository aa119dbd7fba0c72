// What a notice says to people, in one sentence. Pure; any thread.
#pragma once

#include <gateway_scheduler/notifier.h>

#include <string>

namespace sample_host::notifier {

// Without the run's output, which may hold secrets.
std::string notice_sentence(const gs_notice &notice);

} // namespace sample_host::notifier
