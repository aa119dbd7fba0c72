#include "runtime/retention_job.h"

namespace gateway_scheduler::runtime {

engine::CommandRequest retention_command(const RetentionPolicy &policy) {
    if (policy.keeps_everything()) return engine::RemoveCommand{kRetentionJob};
    engine::PutCommand put;
    put.keeps_pause = true;
    engine::Definition &job = put.definition;
    job.id = kRetentionJob;
    job.name = "Retention of runs and records";
    job.schedule = "H H(1-4) * * *"; // at night, and not when everybody else does
    job.timeout = std::chrono::hours(24);
    job.stall_timeout = std::chrono::minutes(10); // each call is a sign of life
    job.retry_delay = std::chrono::minutes(1);
    job.on_lost = engine::OnLost::run_again; // what is gone is gone: a second sweep does no harm
    job.notify_on = static_cast<std::int32_t>(engine::NoticeEvent::failed);
    job.payload = policy_to_json(policy);
    return put;
}

} // namespace gateway_scheduler::runtime
