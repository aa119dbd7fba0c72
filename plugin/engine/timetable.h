// When a job fires: its schedule with the bounds that the definition sets, the days that its calendars exclude, and its
// jitter. Values only; immutable.
#pragma once

#include "engine/calendars.h"
#include "engine/definition.h"
#include "engine/zone_source.h"
#include "schedule/error.h"
#include "schedule/exclusions.h"
#include "schedule/schedule.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace gateway_scheduler::engine {

// GS_AT_START of host-api/job.h: the look_at and fire_at of a job that waits for an instance to start.
inline constexpr Instant kAtStart{Duration{INT64_MAX - 1}};

class JobTimes {
  public:
    JobTimes(schedule::Schedule schedule, schedule::Exclusions exclusions, const Definition &definition);

    const schedule::Schedule &schedule() const { return schedule_; }
    const schedule::Exclusions &exclusions() const { return exclusions_; }

    // The first instant after `after` that may still be due, `fires` having fired before; none: there is none. It is
    // excluded perhaps: then it is recorded, and does not fire.
    std::optional<Instant> next_due(Instant after, std::int64_t fires) const;

    // When a job with this next instant is to be looked at: the first one from it on that is not excluded, plus jitter.
    // When all that are left are excluded, the last of them. kAtStart without one, if it fires at starts.
    std::optional<Instant> fire_at(std::optional<Instant> next_due, std::int64_t fires) const;

    // When this instant fires: up to the jitter later, before the following instant. The same for the same job and
    // instant.
    Instant with_jitter(Instant due) const;

    // The same for an instant of any kind of schedule: that of a completion-anchored one has its jitter in it already.
    Instant fires(Instant due) const { return schedule_.from_completion() ? due : with_jitter(due); }

    // Of a completion-anchored job: an interval after the end of a run, at the earliest after the excluded days.
    std::optional<Instant> after_completion(Instant finished, std::int64_t fires) const;

    // How many instants lie in [first, last]; -1 when they are too many to be counted.
    std::int64_t count(Instant first, Instant last) const;

    // A job of this timetable that has no next instant will never fire again.
    bool over(Instant now, std::int64_t fires) const;

    // Will it fire at some time after `now`?
    bool fires_after(Instant now) const;

  private:
    bool finished(std::int64_t fires) const;

    schedule::Schedule schedule_;
    schedule::Exclusions exclusions_;
    Duration jitter_;
    std::int64_t max_runs_;
    std::uint64_t hash_; // of the job id
};

using Timetable = std::shared_ptr<const JobTimes>;

// Parses the definition's schedule in its zone.
schedule::Result<Timetable> make_timetable(const Definition &definition, ZoneSource &zones,
                                           const Calendars &calendars = {});

// Does a change of the zone data concern it?
bool depends_on_zone(const Definition &definition);

} // namespace gateway_scheduler::engine
