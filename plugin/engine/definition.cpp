#include "engine/definition.h"

namespace gateway_scheduler::engine {

std::string active_key(const Definition &definition) {
    // Control characters are refused in both, so a job's own key never equals a key that somebody chose.
    return definition.concurrency_key.empty() ? '\x01' + definition.id : definition.concurrency_key;
}

} // namespace gateway_scheduler::engine
