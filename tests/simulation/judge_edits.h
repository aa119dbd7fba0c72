// Changes from outside: what was due when they were asked for is on record, what comes next is what the calendar says,
// each is carried out once, and what was promised in the reply holds. Not thread-safe.
#pragma once

#include "notes.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace simulation {

class JudgeOfEdits {
  public:
    explicit JudgeOfEdits(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in

    // What the host asked for and was told
    void submitted(engine::CommandId id, const engine::CommandRequest &request, std::uint64_t scheduler);
    // The job that came to rest with it, if one did: nothing of it starts any more.
    std::string replied(const engine::Reply &reply);
    void nobody_replies(std::uint64_t scheduler); // any more
    void clock_stepped(engine::Instant now);
    void blamed(const std::string &job_id) { blamed_.insert(job_id); }

    bool silenced(const std::string &job_id) const { return silenced_.contains(job_id); }

  private:
    struct Request {
        std::string job_id;
        engine::Instant at{};
        engine::Duration since{0};
        std::uint64_t scheduler = 0;
        bool may_fail = false; // for want of capacity, or before its scheduler has joined
    };

    void put(const Change &change);
    void removed(const Change &change);
    void disabled(const Change &change);
    void edited(const Change &change, const KnownJob &job);
    void check_passed_over(const Change &change, const KnownJob &old, engine::Instant asked);
    void check_new_fire(const Change &change, const KnownJob &job, engine::Instant asked);
    void check_finished(const Change &change, const KnownJob &job);
    void check_held(const std::string &job_id);
    void check_once(const Change &change);
    void check_reply(const engine::Reply &reply, const Request &request);
    engine::Instant asked_at(const std::string &job_id, engine::Instant now) const;
    void doubt(const Request &request);

    Notes &notes_;
    std::map<engine::CommandId, Request> requests_;
    std::set<engine::CommandId> questions_;                   // which change nothing
    std::map<std::string, engine::Instant> doubtful_;         // jobs with a request that was perhaps carried out
    std::map<std::string, std::int64_t> asked_, carried_out_; // by the number that an edit bears
    std::set<std::string> silenced_;                          // jobs of which nothing may start
    std::set<std::string> blamed_;                            // jobs of which something could not be stored
};

} // namespace simulation
