// Every due instant ends in exactly one of a run and a record; a claim or a pass disposes of it, neither before its
// time nor, with nothing in its way, long after. Not thread-safe.
#pragma once

#include "notes.h"

#include <map>
#include <string>

namespace simulation {

class JudgeOfInstants {
  public:
    explicit JudgeOfInstants(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in
    void clock_stepped(engine::Instant before, engine::Instant now);
    void look_for_room(); // for what waits for capacity

  private:
    void claimed(const Change &change);
    void claimed_by_schedule(const Change &change, const KnownJob &job);
    void passed(const Change &change);
    void rederived(const Change &change);
    void keep_units(const engine::RunRow &row);
    void check_in_time(const Change &change, const KnownJob &job);
    void check_look(const Change &change);
    void check_leap(const Change &change);
    void check_record(const Change &change, const KnownJob &job, engine::Instant last);
    void check_advanced(const Change &change, const KnownJob &job, engine::Instant disposed);

    Notes &notes_;
    std::map<engine::Id, std::pair<std::uint64_t, std::int64_t>> units_; // by run: whose, and how much of its capacity
    std::map<std::uint64_t, std::int64_t> units_in_use_;                 // by scheduler
    engine::Duration leapt_at_{0};                                       // on the timeline
    engine::Instant before_leap_ = engine::Instant::max();
};

} // namespace simulation
