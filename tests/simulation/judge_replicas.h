// Membership in the store: who joins in whose place, who is retired and when, who may write, and that no execution goes
// on once its owner's lease has run out. Judged by the simulation's own time. Not thread-safe.
#pragma once

#include "notes.h"

#include <map>
#include <set>

namespace simulation {

class JudgeOfReplicas {
  public:
    explicit JudgeOfReplicas(Notes &notes) : notes_(notes) {}

    void judge(const Change &change); // before it is taken in
    void scheduler_made(std::uint64_t scheduler, const engine::Config &config);
    void cancel_called(const engine::CancelAttempt &attempt, const Place &place);
    void look_around();

  private:
    struct Member {
        std::uint64_t scheduler = 0;
        engine::Duration beat_at{0};
        bool retired = false;
        std::optional<engine::Duration> silent_since; // its scheduler is gone
    };

    void joined(const Change &change);
    void retired(const Change &change);
    void check_vouched(const Change &change);
    void check_no_execution(engine::Id incarnation);
    void check_leases();
    void check_gone();
    bool left_to_successor(const Execution &execution) const;
    bool excused(const Execution &execution) const;

    Notes &notes_;
    std::map<engine::Id, Member> members_;
    std::map<std::uint64_t, engine::Config> configs_;
    std::set<std::uint64_t> superseded_; // schedulers
    std::set<std::uint64_t> joined_;
};

} // namespace simulation
