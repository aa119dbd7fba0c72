// Derives the times of jobs anew when what they depend on has changed: the zone data, or a calendar; and arms the jobs
// that fire when an instance starts. Goes through the store page by page in the background; each job is written by
// compare-and-swap, and one that is due already is left to its look. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/jobs.h"

#include <deque>
#include <optional>
#include <set>
#include <string>

namespace gateway_scheduler::engine {

class Rederive {
  public:
    Rederive(Core &core, Jobs &jobs) : core_(core), jobs_(jobs) {}

    void joined(bool swapped); // swapped: the process goes on, so that no instance has started
    void left();               // the incarnation is over
    // The zone data was looked at just now.
    void zones_checked(bool changed);
    void calendars_read(const StorageAnswer &answer);
    void page_read(const Read &read, const StorageAnswer &answer);
    void at_start_read(const Read &read, const StorageAnswer &answer);
    void settled(const WrittenItem &written, const ItemResult &result);
    void tick();

    std::optional<Moment> next_wake() const;

  private:
    // One walk through the store: of the jobs that depend on the zone data, or of those that name the calendars.
    struct Walk {
        std::set<std::string> calendars; // empty: for the zone data
        std::string after;
    };

    void read_calendars();
    void walk(Walk walk);
    void read_page();
    void consider(const JobRow &row);
    void arm_at_start(const JobRow &row);
    std::optional<Pass> excluded_so_far(const JobRow &row, const JobTimes &times);
    void write(const JobRow &row, Pass pass);
    std::optional<Instant> derived(const JobRow &row, const JobTimes &times) const;
    std::string told(const JobRow &row, std::optional<Instant> next) const;

    Core &core_;
    Jobs &jobs_;
    std::deque<Walk> walks_; // the first one is under way
    bool reading_ = false;
    std::size_t pending_ = 0; // writes of the page, and jobs that are read again
    bool started_ = false;    // the jobs that fire at starts were armed
    bool reading_calendars_ = false;
    std::optional<Moment> calendars_at_; // when they were asked for last
    Instant checked_at_{};               // until then the zone data was as it was before
};

} // namespace gateway_scheduler::engine
