// kit_run.h - loads the kit as a gateway would, puts a host through it and reads its verdict back from its TAP.
// Thread-safety: one thread; the environment of the process is written.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gateway_scheduler/scheduler.h>

namespace kit_test {

using Environment = std::map<std::string, std::string>; // names without GATEWAY_SCHEDULER_CONFORMANCE_

struct Verdict {
    std::int32_t status = -1; // what start answered
    std::string told;         // the gs_error's text
    std::string tap, junit;
    bool healthy = false;
    std::string health_text;
    std::vector<std::string> passed, failed, skipped; // names of checks
    std::int32_t stop_status = -1;                    // what the first stop answered
    bool unloaded = false;                            // the object has gone from the process

    // For messages: the failed checks with what was said of them.
    std::string complaints() const;
};

// A host's executor needs to know to whom it completes; called after create and, with null, before destroy.
using Serve = std::function<void(const gs_scheduler_api *api, gs_scheduler *scheduler)>;

// `let_go` is called when stop was refused because of a hook that has not returned: to make it return.
Verdict run_kit(const gs_host &host, const Environment &environment = {}, const Serve &serve = {},
                const std::function<void()> &let_go = {});

// A host with these tables.
gs_host host_of(const gs_storage *storage, const gs_executor *executor = nullptr,
                const gs_notifier *notifier = nullptr);

} // namespace kit_test
