// Notices follow the record, do not contradict it, and none that is owed is left out. Not thread-safe.
#pragma once

#include "notes.h"

#include <map>

namespace simulation {

class JudgeOfNotices {
  public:
    explicit JudgeOfNotices(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in
    void notified(const engine::Announce &notice);
    void finish() const;

  private:
    void check_told(const Change &change);
    void check_run(const engine::Announce &notice);
    void check_record(const engine::Announce &notice);

    Notes &notes_;
    std::map<engine::Id, int> records_; // those that are not announced, and how often they were told
};

} // namespace simulation
