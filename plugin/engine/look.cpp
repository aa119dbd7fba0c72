#include "engine/look.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

// The newest instant that is due, at least the oldest one.
Instant newest_due(const schedule::Schedule &schedule, Instant oldest, Instant upto) {
    if (!schedule.has_times()) return oldest;
    return std::max(oldest, schedule.previous(upto).value_or(oldest));
}

// The oldest instants that are due and are to be treated alike: a calendar excludes them all, or none of them.
struct Due {
    Instant oldest{};
    Instant newest{};
    const schedule::Calendar *calendar = nullptr; // that excludes them
    bool superseded = false;                      // a newer one, which is not excluded, is due as well
};

Due due_instants(const JobRow &row, const JobTimes &times, Instant now) {
    const auto &schedule = times.schedule();
    const auto &exclusions = times.exclusions();
    const Instant oldest = *row.next_fire;
    Instant newest = newest_due(schedule, oldest, now);
    if (!exclusions.empty()) {
        if (const auto hit = exclusions.find(schedule, oldest))
            return {oldest, schedule::last_in_range(schedule, hit, oldest, newest), hit.calendar};
    }
    // Its jitter has not passed; that of the ones before it has.
    if (newest > oldest && times.with_jitter(newest) > now) newest = newest_due(schedule, oldest, newest - Duration(1));
    if (exclusions.empty()) return {oldest, newest};
    const auto excluded = schedule::first_excluded(schedule, exclusions, oldest, newest);
    if (!excluded) return {oldest, newest};
    const auto later = schedule::next_allowed(schedule, exclusions, *excluded);
    return {oldest, newest_due(schedule, oldest, *excluded - Duration(1)), nullptr, later && *later <= newest};
}

Disposed dispose(const JobTimes &times, RecordKind kind, Reason reason, Instant first, Instant last) {
    return {kind, reason, first, last, times.count(first, last), {}};
}

// The instant after those that were passed. A completion-anchored job whose instant is passed has no completion to
// wait for: its interval counts from now.
std::optional<Instant> next_after_pass(const JobRow &row, const JobTimes &times, Instant last, Instant now) {
    if (times.schedule().from_completion()) return times.after_completion(now, row.fires);
    return times.next_due(last, row.fires);
}

LookPass pass_over(const JobRow &row, const JobTimes &times, Disposed disposed, Instant now) {
    auto next = next_after_pass(row, times, disposed.last, now);
    return {std::move(disposed), next};
}

// What is older than the window is missed.
std::optional<LookPass> pass_beyond_window(const JobRow &row, const JobTimes &times, const Due &due, Instant now) {
    const Instant window_start = now - row.definition->catch_up_window;
    if (due.oldest >= window_start) return std::nullopt;
    Instant last = due.newest;
    if (last >= window_start) last = newest_due(times.schedule(), due.oldest, window_start - Duration(1));
    return pass_over(row, times, dispose(times, RecordKind::missed, Reason::window, due.oldest, last), now);
}

} // namespace

Look look(const JobRow &row, const JobTimes &times, Instant now) {
    if (!row.fire_at || !row.next_fire) return LookNever{};
    const Instant look_at = std::max(*row.fire_at, row.look_at.value_or(*row.fire_at));
    if (look_at > now) return LookLater{look_at};

    const Due due = due_instants(row, times, now);
    if (due.calendar) {
        auto excluded = dispose(times, RecordKind::skipped, Reason::calendar, due.oldest, due.newest);
        excluded.detail = "excluded by the calendar " + due.calendar->name;
        return pass_over(row, times, std::move(excluded), now);
    }
    if (auto pass = pass_beyond_window(row, times, due, now)) return *pass;
    if (due.superseded) { // by an instant beyond some that are excluded: the run comes at a later look
        return pass_over(row, times, dispose(times, RecordKind::merged, Reason::catch_up, due.oldest, due.newest), now);
    }
    LookClaim claim{due.newest, times.next_due(due.newest, row.fires + 1), std::nullopt};
    if (due.newest > due.oldest) {
        const Instant last = newest_due(times.schedule(), due.oldest, due.newest - Duration(1));
        claim.merged = dispose(times, RecordKind::merged, Reason::catch_up, due.oldest, last);
    }
    return claim;
}

LookPass pass_for_overlap(const JobRow &row, const JobTimes &times, Instant now) {
    const Due due = due_instants(row, times, now);
    return pass_over(row, times, dispose(times, RecordKind::skipped, Reason::overlap, due.oldest, due.newest), now);
}

} // namespace gateway_scheduler::engine
