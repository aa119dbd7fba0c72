// When a job fires: a parsed schedule with its zone and its bounds. Immutable; any thread. To ask for many fires one
// after the other, a Cursor (cursor.h) is quicker.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schedule/dst.h"
#include "schedule/error.h"
#include "schedule/instant.h"
#include "schedule/interval.h"
#include "schedule/moment.h"
#include "schedule/pattern.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {

struct ScheduleOptions {
    std::shared_ptr<const Zone> zone; // null is UTC
    DstGap dst_gap = DstGap::run_after;
    DstOverlap dst_overlap = DstOverlap::first;
    std::optional<Instant> start_at; // no fire before it; the anchor of `from start`; 1970 to 2199
    std::optional<Instant> end_at;   // no fire at it or after it
    std::string_view job_id;         // what H hashes; empty: patterns with H are refused
};

// `@manual`: never by itself.
struct Manual {};

// `@reboot`: once when an instance starts, which is an event and no time.
struct AtStart {};

// `@at`, as it was written and what it means.
struct OneShot {
    Moment moment;
    Instant first;
    Instant last; // differs from first when the local time comes twice and both run
    bool moved;   // as of Fire
    bool twin;
};

class Schedule {
  public:
    using Kind = std::variant<Pattern, CalendarGrid, ElapsedGrid, AfterCompletion, OneShot, Manual, AtStart>;

    // At most 1,024 bytes: a cron pattern or a nickname of one, `@every`, `@at`, `@reboot` or `@manual`.
    static Result<Schedule> parse(std::string_view text, const ScheduleOptions &options);

    // The first fire after `after`, none when there is no further one. The work is bounded.
    std::optional<Instant> next(Instant after) const;

    // The last fire that is not after `at_or_before`.
    std::optional<Instant> previous(Instant at_or_before) const;

    bool manual() const { return std::holds_alternative<Manual>(kind_); }
    bool at_start() const { return std::holds_alternative<AtStart>(kind_); }

    // next() and previous() tell its fires; those of the others come from events.
    bool has_times() const { return !manual() && !at_start() && !from_completion(); }

    // `@every ... from completion`: next() and previous() know no fire, after_completion() does, within the bounds.
    bool from_completion() const { return std::holds_alternative<AfterCompletion>(kind_); }
    std::optional<Instant> after_completion(Instant finished) const;

    // The canonical spelling. Parsed again with the same options it gives the same schedule and the same text.
    std::string text() const;

    const Kind &kind() const { return kind_; }
    const Zone &zone() const { return *zone_; }
    DstGap dst_gap() const { return dst_gap_; }
    DstOverlap dst_overlap() const { return dst_overlap_; }

    // The bounds, those of the range of time included: fires lie in [begin, end).
    Instant begin() const { return begin_; }
    Instant end() const { return end_; }

  private:
    Schedule(const Kind &kind, const ScheduleOptions &options);

    Kind kind_;
    std::shared_ptr<const Zone> zone_;
    Instant begin_;
    Instant end_;
    DstGap dst_gap_;
    DstOverlap dst_overlap_;
};

} // namespace gateway_scheduler::schedule
