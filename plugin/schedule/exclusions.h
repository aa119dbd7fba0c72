// Days on which nothing fires: the calendars that a job names. A day is one of the schedule's zone, from its local
// midnight on. Immutable; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schedule/instant.h"
#include "schedule/schedule.h"

namespace gateway_scheduler::schedule {

// Whole days, both inclusive.
struct DayRange {
    date::local_days first;
    date::local_days last;

    bool operator==(const DayRange &) const = default;
};

struct Calendar {
    std::string name;
    std::vector<DayRange> days; // ascending, not overlapping
};

class Exclusions {
  public:
    struct Hit {
        const Calendar *calendar = nullptr; // null: none excludes it
        DayRange range{};                   // that it lies in

        explicit operator bool() const { return calendar != nullptr; }
    };

    Exclusions() = default;
    explicit Exclusions(std::vector<std::shared_ptr<const Calendar>> calendars) : calendars_(std::move(calendars)) {}

    bool empty() const { return calendars_.empty(); }

    // Is this local day excluded?
    Hit find(date::local_days day) const;
    // Is the day of this instant, in the schedule's zone?
    Hit find(const Schedule &schedule, Instant at) const;

    // The first day from `day` on that is excluded.
    std::optional<date::local_days> first_from(date::local_days day) const;

  private:
    std::vector<std::shared_ptr<const Calendar>> calendars_;
};

// The first fire after `after` whose day is not excluded.
std::optional<Instant> next_allowed(const Schedule &schedule, const Exclusions &exclusions, Instant after);

// The last fire that is not after `upto` and whose day is not excluded.
std::optional<Instant> previous_allowed(const Schedule &schedule, const Exclusions &exclusions, Instant upto);

// The first fire from `from` to `upto`, both inclusive, whose day is excluded.
std::optional<Instant> first_excluded(const Schedule &schedule, const Exclusions &exclusions, Instant from,
                                      Instant upto);

// The last fire from `from` to `upto` whose day lies in the range that `from` was found in.
Instant last_in_range(const Schedule &schedule, const Exclusions::Hit &hit, Instant from, Instant upto);

// The first instant of the local day in the schedule's zone.
Instant begin_of_day(const Schedule &schedule, date::local_days day);

} // namespace gateway_scheduler::schedule
