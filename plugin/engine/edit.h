// What a change from outside does to a job's row: the write to send, or that nothing changes. A write that moves the
// next fire carries the record of the instants that are thereby passed over. Pure but for the ids it draws.
#pragma once

#include "engine/core.h"
#include "engine/timetable.h"

#include <optional>
#include <string>

namespace gateway_scheduler::engine {

struct Edit {
    ChangeKind what = ChangeKind::none;
    std::optional<PutJob> put; // none: unchanged
};

Edit create_job(Core &core, Definition definition, const JobTimes &times);

// `old_times` is null when the stored one does not parse any more.
Edit update_job(Core &core, const JobRow &old, const JobTimes *old_times, Definition definition, const JobTimes &times);

Edit pause_job(Core &core, const JobRow &old, const std::string &reason);

Edit resume_job(Core &core, const JobRow &old, const JobTimes &times);

RemoveJob remove_job(Core &core, const JobRow &old, const JobTimes *old_times);

} // namespace gateway_scheduler::engine
