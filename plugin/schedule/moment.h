// `@at`: one moment, as RFC 3339 with Z or an offset, or local to the schedule's zone. Plain values and pure
// functions; any thread.
#pragma once

#include <string>
#include <variant>

#include "schedule/error.h"
#include "schedule/instant.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

using Moment = std::variant<Instant, LocalTime>;

// `text` is what follows `@at`.
Result<Moment> parse_moment(Piece text);
std::string print_moment(const Moment &moment);

} // namespace gateway_scheduler::schedule
