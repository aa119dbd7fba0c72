#include "abi/life.h"

#include "abi/completion.h"
#include "abi/convert.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/health_text.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "runtime/reentrancy.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <string>

namespace gateway_scheduler::abi {

namespace {

constexpr std::int64_t kLongestStop = INT64_C(24) * 3600 * 1'000'000;

std::int32_t small(std::size_t count) {
    constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::min(count, kMost));
}

std::int32_t unexpected(gs_error *error, const char *what) {
    return fail(error, GS_FAILED, what);
}

std::int32_t started(const runtime::Scheduler::StartResult &result, gs_error *error) {
    using Outcome = runtime::Scheduler::StartOutcome;
    switch (result.outcome) {
    case Outcome::ok:
        return GS_OK;
    case Outcome::already:
        return fail(error, GS_ALREADY, result.text);
    case Outcome::refused:
        return fail(error, GS_REFUSED, result.text);
    case Outcome::failed:
        break;
    }
    return fail(error, GS_FAILED, result.text);
}

} // namespace

std::int32_t start(gs_scheduler *scheduler, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler) return fail(error, GS_INVALID, "scheduler is null");
            if (runtime::current_hook() != runtime::HookKind::none) {
                return fail(error, GS_REENTRANT, "start was called from inside a hook");
            }
            if (!scheduler->complete) {
                return fail(error, GS_INVALID, "the host lent no storage or no executor; expected both", "host");
            }
            return started(scheduler->scheduler.start(), error);
        },
        [&](const char *what) { return unexpected(error, what); });
}

std::int32_t stop(gs_scheduler *scheduler, std::int64_t deadline, std::int32_t mode, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler) return fail(error, GS_INVALID, "scheduler is null");
            if (mode < GS_STOP_DRAIN || mode > GS_STOP_CANCEL) {
                return fail(error, GS_INVALID, "mode must be drain, hand over or cancel", "mode");
            }
            if (deadline < 0) {
                return fail(error, GS_INVALID, "deadline must be a duration of zero or more", "deadline");
            }
            if (runtime::current_hook() != runtime::HookKind::none) {
                return fail(error, GS_REENTRANT, "stop was called from inside a hook, on a thread that it has to end");
            }
            if (mode == GS_STOP_HAND_OVER && !scheduler->executor_answers) {
                return fail(error, GS_REFUSED, "handing over needs an executor with query and release");
            }
            const engine::Duration wait(std::min(deadline, kLongestStop));
            const auto outcome = scheduler->scheduler.stop(static_cast<engine::StopMode>(mode), wait);
            if (outcome == runtime::StopOutcome::stopped) return GS_OK;
            return fail(error, GS_STILL_INSIDE, "a hook has not returned; the plugin must not be unloaded");
        },
        [&](const char *what) { return unexpected(error, what); });
}

void destroy(gs_scheduler *scheduler) {
    if (!scheduler || !scheduler->scheduler.may_be_destroyed()) return;
    const std::unique_ptr<gs_scheduler> freed(scheduler);
}

std::int32_t complete_run(gs_scheduler *scheduler, const gs_id *run_id, std::int32_t attempt,
                          const gs_completion *completion, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !run_id) return fail(error, GS_INVALID, "scheduler or run_id is null");
            if (id(*run_id).none() || attempt < 1) {
                return fail(error, GS_INVALID, "run_id must not be zero, and attempt must be 1 or more");
            }
            if (const std::string problem = check_completion(completion); !problem.empty()) {
                return fail(error, GS_INVALID, problem, "completion");
            }
            using Verdict = runtime::AttemptLedger::Verdict;
            switch (scheduler->scheduler.complete(id(*run_id), attempt, copy_completion(completion))) {
            case Verdict::accepted:
                return GS_OK;
            case Verdict::already:
                return fail(error, GS_ALREADY, "this attempt was completed before");
            case Verdict::late:
                return fail(error, GS_STALE, "this attempt was given up before; its end is noted and changes nothing");
            case Verdict::stale:
                break;
            }
            return fail(error, GS_STALE, "this is not the run's present attempt");
        },
        [&](const char *what) { return unexpected(error, what); });
}

std::int32_t progress(gs_scheduler *scheduler, const gs_id *run_id, std::int32_t attempt, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !run_id) return fail(error, GS_INVALID, "scheduler or run_id is null");
            if (scheduler->scheduler.progress(id(*run_id), attempt)) return GS_OK;
            return fail(error, GS_STALE, "this attempt is not going");
        },
        [&](const char *what) { return unexpected(error, what); });
}

std::int32_t health(gs_scheduler *scheduler, gs_health *health) {
    if (!scheduler || !health) return GS_INVALID;
    if (runtime::current_hook() == runtime::HookKind::closed) return GS_REENTRANT;
    return guarded(
        [&]() -> std::int32_t {
            const runtime::Health now = scheduler->scheduler.health();
            auto told = make_struct<gs_health>();
            const std::string text = health_text(now);
            told.healthy = text.empty() ? 1 : 0;
            told.state = static_cast<std::int32_t>(now.state);
            told.claims_held = now.engine.claims_held ? 1 : 0;
            told.storage_failing_since = micros(now.storage_failing_since);
            told.storage_round_trip = now.storage_round_trip.count();
            told.loop_age = now.loop_age.count();
            told.clock_offset = now.clock_offset.count();
            told.next_look_at = micros(now.engine.next_look);
            told.overdue = now.engine.overdue.count();
            told.jobs_in_memory = small(now.engine.jobs);
            told.runs_in_memory = small(now.engine.runs);
            told.units_in_use = small(static_cast<std::size_t>(std::max<std::int64_t>(0, now.engine.units_in_use)));
            told.notices_waiting = small(now.engine.notices_waiting);
            told.backlog = small(now.engine.backlog);
            told.loop_rearms = now.loop_rearms;
            const std::string_view shown = cut(text.empty() ? std::string_view("ok") : text, sizeof told.text - 1);
            std::memcpy(told.text, shown.data(), shown.size());
            write_struct(health, told);
            return GS_OK;
        },
        [](const char *) { return static_cast<std::int32_t>(GS_FAILED); });
}

std::int32_t stats(gs_scheduler *scheduler, gs_stats *stats) {
    if (!scheduler || !stats) return GS_INVALID;
    if (runtime::current_hook() == runtime::HookKind::closed) return GS_REENTRANT;
    const engine::Stats now = scheduler->scheduler.stats();
    auto told = make_struct<gs_stats>();
    told.claims = now.claims;
    told.claims_lost = now.claims_lost;
    told.starts = now.starts;
    told.retries = now.retries;
    told.succeeded = now.succeeded;
    told.failed = now.failed;
    told.timed_out = now.timed_out;
    told.canceled = now.canceled;
    told.lost = now.lost;
    told.skipped = now.skipped;
    told.missed = now.missed;
    told.merged = now.merged;
    told.notices = now.notices;
    told.notices_given_up = now.notices_given_up;
    told.storage_calls = now.storage_calls;
    told.storage_failures = now.storage_failures;
    told.stale_completions = now.stale_completions;
    told.expired = now.expired;
    write_struct(stats, told);
    return GS_OK;
}

} // namespace gateway_scheduler::abi
