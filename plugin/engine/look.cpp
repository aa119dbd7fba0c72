#include "engine/look.h"

#include <algorithm>

namespace gateway_scheduler::engine {

namespace {

// The newest instant that is due, at least the oldest one.
Instant newest_due(const schedule::Schedule &schedule, Instant oldest, Instant now) {
    if (schedule.from_completion()) return oldest;
    return std::max(oldest, schedule.previous(now).value_or(oldest));
}

// The fire after instants that were passed. A completion-anchored job whose instant is passed has no completion to
// wait for: its interval counts from now.
std::optional<Instant> next_after_pass(const JobRow &row, const schedule::Schedule &schedule, Instant last,
                                       Instant now) {
    const Definition &definition = *row.definition;
    if (!schedule.from_completion()) return next_fire(definition, schedule, last, row.fires);
    const bool finished = definition.max_runs > 0 && row.fires >= definition.max_runs;
    return finished ? std::nullopt : schedule.after_completion(now);
}

// What is older than the window is missed.
std::optional<LookPass> pass_beyond_window(const JobRow &row, const schedule::Schedule &schedule, Instant oldest,
                                           Instant newest, Instant now) {
    const Instant window_start = now - row.definition->catch_up_window;
    if (oldest >= window_start) return std::nullopt;
    Instant last = newest;
    if (newest >= window_start) last = newest_due(schedule, oldest, window_start - Duration(1));
    const Disposed missed{RecordKind::missed, Reason::window, oldest, last, count_instants(schedule, oldest, last)};
    return LookPass{missed, next_after_pass(row, schedule, last, now)};
}

} // namespace

Look look(const JobRow &row, const schedule::Schedule &schedule, Instant now) {
    if (!row.fire_at || !row.next_fire) return LookNever{};
    const Instant look_at = std::max(*row.fire_at, row.look_at.value_or(*row.fire_at));
    if (look_at > now) return LookLater{look_at};

    const Instant oldest = *row.next_fire;
    const Instant newest = newest_due(schedule, oldest, now);
    if (auto pass = pass_beyond_window(row, schedule, oldest, newest, now)) return *pass;

    LookClaim claim{newest, next_fire(*row.definition, schedule, newest, row.fires + 1), std::nullopt};
    if (newest > oldest) {
        const Instant last = newest_due(schedule, oldest, newest - Duration(1));
        claim.merged =
            Disposed{RecordKind::merged, Reason::catch_up, oldest, last, count_instants(schedule, oldest, last)};
    }
    return claim;
}

LookPass pass_for_overlap(const JobRow &row, const schedule::Schedule &schedule, Instant now) {
    const Instant oldest = *row.next_fire;
    const Instant newest = newest_due(schedule, oldest, now);
    const Disposed skipped{RecordKind::skipped, Reason::overlap, oldest, newest,
                           count_instants(schedule, oldest, newest)};
    return {skipped, next_after_pass(row, schedule, newest, now)};
}

} // namespace gateway_scheduler::engine
