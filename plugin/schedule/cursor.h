// Asks a schedule for its fires. It remembers where it was, so that the next question nearby is quick; answers never
// depend on it. The schedule outlives the cursor. One thread at a time; any number of cursors on one schedule.
#pragma once

#include <optional>
#include <variant>

#include "schedule/calendar_search.h"
#include "schedule/fire.h"
#include "schedule/instant.h"
#include "schedule/local_walk.h"
#include "schedule/pattern_search.h"
#include "schedule/schedule.h"

namespace gateway_scheduler::schedule {

class Cursor {
  public:
    explicit Cursor(const Schedule &schedule);

    // As of Schedule.
    std::optional<Instant> next(Instant after);
    std::optional<Instant> previous(Instant at_or_before);

    // The same fire as next(), with what daylight saving did to it.
    std::optional<Fire> next_fire(Instant after);

  private:
    using Walk = std::variant<std::monostate, LocalWalk<PatternSearch>, LocalWalk<CalendarSearch>>;

    static Walk walk_of(const Schedule &schedule);
    std::optional<Instant> at_or_after(Instant from);
    std::optional<Instant> at_or_before(Instant upto);

    const Schedule *schedule_;
    Walk walk_; // none for kinds that need no zone
};

} // namespace gateway_scheduler::schedule
