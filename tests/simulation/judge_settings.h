// What each job says of being behind and of overlap is what is done: catch_up with its window, limit and pace,
// start_deadline, overlap, disable_after_failures. Not thread-safe.
#pragma once

#include "notes.h"

#include <map>
#include <string>
#include <utility>

namespace simulation {

class JudgeOfSettings {
  public:
    explicit JudgeOfSettings(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in
    void started(const engine::StartRun &run, engine::Instant now);

  private:
    void claimed(const Change &change, const KnownJob &job);
    void check_order(const Change &change, const KnownJob &job, engine::Instant decided);
    void check_age(const Change &change, const KnownJob &job, engine::Instant decided);
    void check_pace(const Change &change, const KnownJob &job, engine::Instant decided);
    void passed(const Change &change, const KnownJob &job);
    void check_missed(const Change &change, const KnownJob &job);
    void check_overlap(const Change &change, const KnownJob &job);
    void expired(const Change &change);
    void asked_to_make_room(const Change &change);
    void closed(const Change &change);
    template <class Look>
    void for_each_on_key(const engine::RunRow &run, const Look &look);
    void check_room(const Change &change, const std::string &id, const KnownJob &job);
    std::size_t lately_on(const std::string &key, engine::Duration since_decided) const;
    bool hazy() const { return notes_.stepped_within(std::chrono::hours(2)); } // the ids' times cannot be trusted

    // The time of the last claim that made up for something, by job and incarnation.
    std::map<std::pair<std::string, engine::Id>, engine::Instant> made_up_at_;
    Notes &notes_;
};

} // namespace simulation
