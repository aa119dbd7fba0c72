#include "engine/definition.h"

namespace gateway_scheduler::engine {

bool is_system_job(std::string_view job_id) {
    return job_id.starts_with(kSystemPrefix);
}

std::int32_t units_of(const Definition &definition) {
    return is_system_job(definition.id) ? 0 : definition.units;
}

std::string active_key(const Definition &definition) {
    // Control characters are refused in both, so a job's own key never equals a key that somebody chose.
    return definition.concurrency_key.empty() ? '\x01' + definition.id : definition.concurrency_key;
}

} // namespace gateway_scheduler::engine
