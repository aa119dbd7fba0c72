#include "engine/mutation.h"

#ifdef GS_MUTATIONS

namespace gateway_scheduler::engine {

namespace {
thread_local Mutation active = Mutation::none;
} // namespace

void mutate(Mutation mutation) {
    active = mutation;
}

bool mutated(Mutation mutation) {
    return active == mutation;
}

} // namespace gateway_scheduler::engine

#endif
