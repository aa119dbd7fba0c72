#include "engine/store_clock.h"

#include "engine/mutation.h"

namespace gateway_scheduler::engine {

void StoreClock::answered(Instant now, Moment sent, Moment received) {
    // The true offset lies in [earliest, latest]; an estimate that agrees is kept, one that does not is moved to the
    // nearer end. A short round trip thus sharpens the estimate, and a long one does not spoil it.
    const Duration earliest = now.time_since_epoch() - received.time_since_epoch();
    const Duration latest = now.time_since_epoch() - sent.time_since_epoch();
    if (!offset_) {
        offset_ = earliest;
        return;
    }
    const Duration before = *offset_;
    if (before < earliest) offset_ = earliest;
    if (before > latest) offset_ = latest;
    judge_leap(before, *offset_, received);
}

void StoreClock::judge_leap(Duration from, Duration to, Moment received) {
    if (to - from > std::chrono::seconds(1) || from - to > std::chrono::seconds(1)) ++steps_;
    if (!held_since_) {
        if (to - from <= leap_) return;
        held_since_ = received;
        before_leap_ = from;
        return;
    }
    const bool went_back = to - before_leap_ <= leap_;
    const bool leapt_again = to - from > leap_;
    const bool confirmed = received - *held_since_ >= confirmed_after_;
    if (!went_back && leapt_again)
        held_since_ = received;
    else if (went_back || confirmed)
        held_since_.reset();
}

bool StoreClock::claims_held() const {
    return held_since_.has_value() && !mutated(Mutation::believes_every_leap);
}

Moment StoreClock::moment_of(Instant instant) const {
    return Moment(instant.time_since_epoch() - *offset_);
}

} // namespace gateway_scheduler::engine
