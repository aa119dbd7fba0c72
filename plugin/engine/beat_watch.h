// Is a replica gone? What was read of one incarnation's beats, judged by this engine's monotonic clock alone. Pure.
#pragma once

#include "engine/config.h"
#include "engine/mutation.h"
#include "engine/time.h"

#include <cstdint>

namespace gateway_scheduler::engine {

class BeatWatch {
  public:
    BeatWatch(std::int64_t beat, Moment received) : beat_(beat), since_(received), seen_(received) {}

    std::int64_t beat() const { return beat_; }

    // The next reading, as a call read it that was sent and answered then: between two readings lies what passed from
    // the answer of the first to the sending of the second. True: the same beat was read for a whole lease, and never
    // further apart than half of one. Whoever was away for longer, suspended with its machine or cut off from the
    // store, does not know whether the others were not away too.
    bool silent(std::int64_t beat, Moment sent, Moment received, const Config &config) {
        const bool away = sent - seen_ > config.lease / 2 && !mutated(Mutation::observes_while_away);
        seen_ = received;
        if (beat != beat_ || away) {
            beat_ = beat;
            since_ = received;
        }
        return sent >= since_ + (mutated(Mutation::observes_too_briefly) ? config.lease / 2 : config.lease);
    }

  private:
    std::int64_t beat_;
    Moment since_; // the first reading of this beat
    Moment seen_;  // the last one
};

} // namespace gateway_scheduler::engine
