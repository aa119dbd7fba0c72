// Deliberate bugs, one at a time, to prove that the simulation's observers see them. Built only into the library that
// the simulation links (gs_engine_mutable); in every other build `mutated` is false for the compiler already. What each
// of them breaks stands in plugin/README.md, "Rules of the protocol".
#pragma once

#include <cstdint>

namespace gateway_scheduler::engine {

enum class Mutation : std::uint8_t {
    none,
    starts_lost_claims,
    starts_any_time,
    permits_from_answer,
    trusts_any_session,
    unknown_is_never_started,
    restarts_the_running,
    repeats_the_lost,
    replaces_the_living,
    goes_on_when_superseded,
    cancels_the_adopted,
    forgets_at_once,
    starts_beside_the_older,
    replaces_who_came_later,
    starts_without_the_job,
    observes_while_away,
    remembers_the_taken,
    never_fences,
    fences_without_canceling,
    beats_too_rarely,
    observes_too_briefly,
    never_observes,
    forgets_merged,
    miscounts,
    passes_one_too_many,
    skips_the_owed,
    recomputes_behind_the_cursor,
    edits_without_record,
    resumes_into_the_past,
    pause_returns_at_once,
    pause_keeps_waiting_runs,
    manual_is_scheduled,
    keeps_failures,
    ignores_failures,
    disables_too_early,
    keeps_the_finished,
    deletes_beside_runs,
    claims_the_expired,
    starts_the_expired,
    ignores_the_window,
    ignores_the_limit,
    makes_up_for_skipped,
    merges_the_owed,
    bursts,
    queue_skips,
    replace_skips,
    replace_only_waits,
    replaces_the_newest,
    exceeds_the_key,
    retries_for_ever,
    repeats_the_abandoned,
    calls_failures_successes,
    loses_early_completions,
    marks_announced_at_once,
    announces_unread_rows,
    forgets_record_notices,
    gives_up_in_doubt,
    loops_on_bad_claims,
    leaves_the_unreadable,
    leaks_capacity,
    forgets_the_starved,
    never_arms,
    fires_once_more,
    believes_every_leap,
    spends_unstarted_attempts,
    ignores_cancel,
    never_times_out,
    ignores_the_wake_index,
    waits_hotly,
    looks_ahead,
    claims_while_stopping,
    looks_away,
    skips_for_capacity,
    waits_instead_of_overlapping,
    retries_unpermitted,
    redoes_the_doubtful,
    rearms_at_every_edit,
    announces_before_the_close,
    releases_too_early,
    retries_with_the_old_payload,
    never_helps
};

#ifdef GS_MUTATIONS
void mutate(Mutation mutation); // of the engines of the calling thread, from now on
bool mutated(Mutation mutation);
#else
constexpr bool mutated(Mutation /*mutation*/) {
    return false;
}
#endif

} // namespace gateway_scheduler::engine
