// Finds the local times that a pattern matches, in either direction. It remembers the month it was in last, so that
// the next question nearby costs a few bit operations; answers never depend on it. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>

#include "schedule/instant.h"
#include "schedule/pattern.h"

namespace gateway_scheduler::schedule {

class PatternSearch {
  public:
    explicit PatternSearch(const Pattern &pattern);

    // The earliest match that is not before `from`, or none before the end of the range of time.
    std::optional<LocalSeconds> at_or_after(LocalSeconds from);

    // The latest match that is not after `upto`, or none after the start of the range of time.
    std::optional<LocalSeconds> at_or_before(LocalSeconds upto);

  private:
    struct Month {
        date::local_days begin;  // its first day
        std::int64_t length = 0; // in days; 0: none is loaded
        std::uint32_t days = 0;  // bit n: day n + 1 matches
        date::year_month name{};
    };

    Month month_of(date::year_month name) const;
    void load_month_around(date::local_days day);
    bool load_month_after();
    bool load_month_before();
    std::optional<std::chrono::seconds> time_at_or_after(std::chrono::seconds time_of_day) const;
    std::optional<std::chrono::seconds> time_at_or_before(std::chrono::seconds time_of_day) const;

    Pattern pattern_;
    std::chrono::seconds first_time_; // of any matching day
    std::chrono::seconds last_time_;
    Month month_;
};

} // namespace gateway_scheduler::schedule
