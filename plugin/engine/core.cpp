#include "engine/core.h"

#include "engine/mutation.h"

namespace gateway_scheduler::engine {

void Core::release(Id run_id, std::int32_t attempt) {
    if (now < releases_held_until && !mutated(Mutation::forgets_at_once))
        held_releases.push_back({run_id, attempt});
    else
        decide(ReleaseAttempt{run_id, attempt});
}

void Core::hold_releases() {
    releases_held_until = now + config.start_window + config.start_window_margin;
}

void Core::release_held() {
    if (now < releases_held_until) return;
    for (const ReleaseAttempt &attempt : std::exchange(held_releases, {})) decide(attempt);
}

} // namespace gateway_scheduler::engine
