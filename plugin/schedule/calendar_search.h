// Finds the local midnights of a CalendarGrid, in either direction. Stateless; any thread.
#pragma once

#include <optional>

#include "schedule/instant.h"
#include "schedule/interval.h"

namespace gateway_scheduler::schedule {

class CalendarSearch {
  public:
    explicit CalendarSearch(const CalendarGrid &grid) : grid_(grid) {}

    // As of PatternSearch.
    std::optional<LocalSeconds> at_or_after(LocalSeconds from) const;
    std::optional<LocalSeconds> at_or_before(LocalSeconds upto) const;

  private:
    // Numbers the days, weeks or months since 1970: the one that a day lies in, and the day that one begins with.
    std::int64_t number_of(date::local_days day) const;
    date::local_days begin_of(std::int64_t number) const;

    CalendarGrid grid_;
};

} // namespace gateway_scheduler::schedule
