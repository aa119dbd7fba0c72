// Judges a simulation once more at its end, from nothing but its chronicle and the calendar, in one pass: the account
// of each job's instants, of each run's life, of each incarnation's right to write. It shares no code with the
// observer, so that what one of them overlooks the other may see. Not thread-safe.
#pragma once

#include "calendar.h"
#include "chronicle.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

class LastJudge {
  public:
    explicit LastJudge(engine::ZoneSource &zones) : zones_(zones) {}

    // What does not hold, a sentence each.
    std::vector<std::string> judge(const Chronicle &chronicle);

  private:
    // The account of one job: which instant is to be disposed of next.
    struct Account {
        std::int64_t generation = 0;
        std::optional<Calendar> calendar;
        std::optional<engine::Instant> owed;
        std::optional<engine::Instant> disposed; // the newest one
        std::int64_t claims = 0;                 // scheduled
        bool sure = true;                        // its row was readable all the time
        bool counted = true;                     // as long as its fires were
        std::set<engine::Instant> claimed;
    };
    struct Life {
        RunLine last;
        bool closed = false;
        std::int32_t started = 0;
        engine::Instant changed_at{};
        engine::Id owner_before; // of the present attempt: its permission may hold on for a moment
    };

    void committed(const Deed &deed);
    void started(const Deed &deed);
    void told(const Deed &deed);

    // last_judge_jobs.cpp
    void put(const Deed &deed);
    void removed(const Deed &deed);
    void claimed(const Deed &deed);
    void passed(const Deed &deed);
    void armed(const Deed &deed);
    void dispose(Account &account, const std::string &job_id, engine::Instant first, engine::Instant last);
    void advance(Account &account, const JobLine &after, const std::string &job_id);

    void run_changed(const Deed &deed);
    void joined(const Deed &deed);
    void finish();
    void say(const Deed &deed, const std::string &what);

    engine::ZoneSource &zones_;
    const Deed *present_ = nullptr;
    std::map<std::string, Account> accounts_;
    std::map<engine::Id, Life> runs_;
    std::map<std::string, std::set<engine::Id>> active_; // by key
    std::set<engine::Id> members_;
    std::set<std::string> silent_; // jobs of which nothing may start
    std::int64_t newest_version_ = 0;
    std::map<std::string, std::int64_t> versions_; // of each job, as of its last write
    std::vector<std::string> violations_;
};

} // namespace simulation
