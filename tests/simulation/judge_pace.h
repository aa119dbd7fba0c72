// How hard the schedulers work, and what ought to happen and does not: nothing loops hot, nothing stands still.
// Not thread-safe.
#pragma once

#include "notes.h"

#include <map>
#include <string>
#include <utility>

namespace simulation {

class JudgeOfPace {
  public:
    explicit JudgeOfPace(Notes &notes) : notes_(notes) {}

    void ticked();
    void storage_called();
    void look_around(); // from time to time
    void finish();      // when all must have come to rest

  private:
    void check_minute();
    void look_at_jobs();
    void look_at_run(const engine::Id &id, const KnownRun &run);
    void look_at_job(const std::string &id, const KnownJob &job);
    bool dead(const KnownJob &job) const;
    bool finished(const KnownJob &job) const;
    bool overdue(const KnownJob &job) const;
    bool stands_still(const std::string &job_id, engine::Instant fire_at);
    bool untold(const KnownJob &job) const;
    void after(const std::string &job_id, const char *what, bool wrong, engine::Duration patience);

    Notes &notes_;
    std::string looked_at_;                             // the last job that was
    std::map<std::string, engine::Instant> overdue_at_; // what each job was overdue with, when last looked at
    std::int64_t minute_ = 0;
    std::int64_t calls_in_minute_ = 0;
    std::int64_t ticks_in_minute_ = 0;
    std::int64_t activity_before_ = 0;                                            // in the minute before
    std::map<std::pair<std::string, std::string>, engine::Duration> wrong_since_; // by job and what is wrong
};

} // namespace simulation
