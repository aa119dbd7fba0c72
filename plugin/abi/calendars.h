// A calendar at the door: the host's row, checked and copied. Any thread.
#pragma once

#include "engine/rows.h"

#include <gateway_scheduler/run.h>

#include <optional>

namespace gateway_scheduler::abi {

// None when its days are not ascending, overlap, or are more than 10,000 ranges.
std::optional<engine::CalendarRow> copy_calendar(const gs_calendar *theirs);

} // namespace gateway_scheduler::abi
