// The other replicas of the store, as this one sees them: who is alive, who shows no sign of life for a whole lease and
// is to be retired, and whose runs are to be had then (protocol.md, "Replicas"). Judged by this engine's monotonic
// clock and by beats alone. Not thread-safe.
#pragma once

#include "engine/beat_watch.h"
#include "engine/core.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace gateway_scheduler::engine {

class Neighbours {
  public:
    explicit Neighbours(Core &core) : core_(core) {}

    // All rows, as a call read them that was sent and answered then.
    void seen(const std::vector<ReplicaRow> &rows, Moment sent, Moment received);
    void left(); // forgets all

    // Incarnations whose lease has run out, with the beat that was seen all the time.
    std::vector<Retire> take_expired() { return std::exchange(expired_, {}); }
    // Other instances that have no living incarnation: what they have left open may be taken over. Each once.
    std::vector<std::string> take_orphaned() { return std::exchange(orphaned_, {}); }

    // May this engine touch what that instance owns? Its own always, another's when it was found to be gone.
    bool may_take_over(const std::string &instance) const;

  private:
    struct Gone {
        Moment since{};
        bool orphaned = false; // for a lease: it was handed out
    };

    void watch(const ReplicaRow &row, Moment sent, Moment received);
    void watch_instance(const std::string &instance, bool observed, Moment sent, Moment received);

    Core &core_;
    std::unordered_map<Id, BeatWatch> alive_;
    std::map<std::string, Gone> gone_;
    std::vector<Retire> expired_;
    std::vector<std::string> orphaned_;
};

} // namespace gateway_scheduler::engine
