// Makes the records of instants that did not run and of job events. Pure but for the id it draws.
#pragma once

#include "engine/core.h"
#include "engine/look.h"
#include "engine/rows.h"

#include <optional>
#include <string>

namespace gateway_scheduler::engine {

// The event that a notice about this record tells of; none: nobody is told of such records.
std::optional<NoticeEvent> event_of(const RecordRow &record);

// Does this job want notices of this event, and is there anybody to tell?
bool wants_notice(const Core &core, const Definition &definition, NoticeEvent event);

RecordRow make_record(Core &core, const JobRow &job, const Disposed &disposed, Id beside_run);

RecordRow make_job_event(Core &core, const std::string &job_id, const Definition *definition, std::int64_t generation,
                         Reason reason, std::string detail);

} // namespace gateway_scheduler::engine
