#include "engine/look.h"

#include "engine/mutation.h"

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
    const auto next = times.next_due(last, row.fires);
    return next && mutated(Mutation::passes_one_too_many) ? times.next_due(*next, row.fires) : next;
}

LookPass pass_over(const JobRow &row, const JobTimes &times, Disposed disposed, Instant now) {
    auto next = next_after_pass(row, times, disposed.last, now);
    return {std::move(disposed), next};
}

struct PassedAs {
    RecordKind kind;
    Reason reason;
};

// Of those that are due, the ones up to `last` are left behind.
std::optional<LookPass> pass_upto(const JobRow &row, const JobTimes &times, const Due &due, Instant last, PassedAs as,
                                  Instant now) {
    if (last < due.oldest) return std::nullopt;
    if (last < due.newest) last = newest_due(times.schedule(), due.oldest, last);
    last = std::min(last, due.newest);
    auto disposed = dispose(times, as.kind, as.reason, due.oldest, last);
    return pass_over(row, times, std::move(disposed), now);
}

// The newest instant that could not start within its deadline; the deadline counts from the fire, jitter included.
std::optional<LookPass> pass_expired(const JobRow &row, const JobTimes &times, const Due &due, Instant now) {
    const Duration deadline = row.definition->start_deadline;
    if (deadline <= Duration(0)) return std::nullopt;
    const auto expired = [&](Instant instant) { return times.fires(instant) + deadline < now; };
    if (!expired(due.oldest) || mutated(Mutation::claims_the_expired)) return std::nullopt;
    Instant last = std::min(due.newest, newest_due(times.schedule(), due.oldest, now - deadline));
    while (last > due.oldest && !expired(last)) last = newest_due(times.schedule(), due.oldest, last - Duration(1));
    return pass_upto(row, times, due, last, {RecordKind::expired, Reason::start_deadline}, now);
}

// What is older than the window is missed.
std::optional<LookPass> pass_beyond_window(const JobRow &row, const JobTimes &times, const Due &due, Instant now) {
    if (mutated(Mutation::ignores_the_window)) return std::nullopt;
    const Instant last = now - row.definition->catch_up_window - Duration(1);
    return pass_upto(row, times, due, last, {RecordKind::missed, Reason::window}, now);
}

// How what was missed is made up for. A queue owes each instant, a replacement only the newest.
CatchUp making_up(const Definition &definition) {
    if (mutated(Mutation::merges_the_owed)) return CatchUp::latest;
    if (definition.overlap == Overlap::queue) return CatchUp::all;
    const bool newest_only = definition.overlap == Overlap::replace && definition.catch_up == CatchUp::all;
    return newest_only ? CatchUp::latest : definition.catch_up;
}

bool is_missed(const JobTimes &times, const Due &due, Instant instant, Instant now, Duration missed_after) {
    return instant < due.newest || due.superseded || now - times.fires(instant) > missed_after;
}

// catch_up = skip: only the newest instant may run, and only if it is on time.
std::optional<LookPass> pass_missed(const JobRow &row, const JobTimes &times, const Due &due, Instant now,
                                    Duration missed_after) {
    const bool newest_too = is_missed(times, due, due.newest, now, missed_after);
    const Instant last = newest_too ? due.newest : due.newest - Duration(1);
    return pass_upto(row, times, due, last, {RecordKind::missed, Reason::catch_up}, now);
}

// catch_up = all: what is older than the newest `limit` instants is given up.
std::optional<LookPass> pass_beyond_limit(const JobRow &row, const JobTimes &times, const Due &due, Instant now) {
    if (mutated(Mutation::ignores_the_limit)) return std::nullopt;
    const auto &schedule = times.schedule();
    Instant kept = due.newest;
    for (std::int32_t i = 1; i < row.definition->catch_up_limit && kept > due.oldest; ++i) {
        kept = newest_due(schedule, due.oldest, kept - Duration(1));
    }
    return pass_upto(row, times, due, kept - Duration(1), {RecordKind::missed, Reason::limit}, now);
}

LookClaim claim_oldest(const JobRow &row, const JobTimes &times, const Due &due, Instant now, Duration missed_after) {
    const Instant after = mutated(Mutation::skips_the_owed) ? now : due.oldest;
    LookClaim claim{due.oldest, times.next_due(after, row.fires + 1), std::nullopt, false};
    claim.missed = is_missed(times, due, due.oldest, now, missed_after);
    return claim;
}

LookClaim claim_newest(const JobRow &row, const JobTimes &times, const Due &due, Instant now, Duration missed_after) {
    LookClaim claim{due.newest, times.next_due(due.newest, row.fires + 1), std::nullopt, false};
    claim.missed = is_missed(times, due, due.newest, now, missed_after) || due.newest > due.oldest;
    if (due.newest > due.oldest) {
        const Instant last = newest_due(times.schedule(), due.oldest, due.newest - Duration(1));
        claim.merged = dispose(times, RecordKind::merged, Reason::catch_up, due.oldest, last);
    }
    return claim;
}

Look make_up(const JobRow &row, const JobTimes &times, const Due &due, Instant now, Duration missed_after) {
    switch (making_up(*row.definition)) {
    case CatchUp::skip:
        if (mutated(Mutation::makes_up_for_skipped)) break;
        if (auto pass = pass_missed(row, times, due, now, missed_after)) return *pass;
        return claim_newest(row, times, due, now, missed_after);
    case CatchUp::all:
        if (auto pass = pass_beyond_limit(row, times, due, now)) return *pass;
        return claim_oldest(row, times, due, now, missed_after);
    case CatchUp::latest:
        break;
    }
    if (due.superseded) { // by an instant beyond some that are excluded: the run comes at a later look
        return pass_over(row, times, dispose(times, RecordKind::merged, Reason::catch_up, due.oldest, due.newest), now);
    }
    return claim_newest(row, times, due, now, missed_after);
}

} // namespace

Look look(const JobRow &row, const JobTimes &times, Instant now, Duration missed_after) {
    if (!row.fire_at || !row.next_fire) return LookNever{};
    const Instant look_at = std::max(*row.fire_at, row.look_at.value_or(*row.fire_at));
    if (look_at > now) return LookLater{look_at};

    const Due due = due_instants(row, times, now);
    if (due.calendar) {
        auto excluded = dispose(times, RecordKind::skipped, Reason::calendar, due.oldest, due.newest);
        excluded.detail = "excluded by the calendar " + due.calendar->name;
        return pass_over(row, times, std::move(excluded), now);
    }
    if (auto pass = pass_expired(row, times, due, now)) return *pass;
    if (auto pass = pass_beyond_window(row, times, due, now)) return *pass;
    return make_up(row, times, due, now, missed_after);
}

AtOverlap at_overlap(const Definition &definition, bool missed) {
    switch (definition.overlap) {
    case Overlap::queue:
        return mutated(Mutation::queue_skips) ? AtOverlap::pass : AtOverlap::wait;
    case Overlap::replace:
        return mutated(Mutation::replace_skips) ? AtOverlap::pass : AtOverlap::replace;
    case Overlap::skip:
    case Overlap::parallel:
        break;
    }
    return missed && definition.catch_up == CatchUp::all ? AtOverlap::wait : AtOverlap::pass;
}

LookPass pass_for_overlap(const JobRow &row, const JobTimes &times, Instant now) {
    const Due due = due_instants(row, times, now);
    return pass_over(row, times, dispose(times, RecordKind::skipped, Reason::overlap, due.oldest, due.newest), now);
}

} // namespace gateway_scheduler::engine
