#include "abi/validation.h"

#include "abi/convert.h"
#include "abi/definition.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "engine/timetable.h"
#include "runtime/reentrancy.h"
#include "schedule/cursor.h"

#include <string>

namespace gateway_scheduler::abi {

namespace {

constexpr std::uint32_t kMaxPreview = 10'000;

std::int32_t refuse(gs_error *error, const engine::Refusal &refusal) {
    return fail(error, refusal.unsupported ? GS_UNSUPPORTED : GS_INVALID, refusal.text, refusal.field);
}

std::int32_t refuse(gs_error *error, const schedule::Error &refusal) {
    return fail(error, GS_INVALID, refusal.text, refusal.field, refusal.position);
}

std::int32_t reentrant(gs_error *error) {
    return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
}

std::int32_t check(gs_scheduler &scheduler, const gs_job *job, gs_error *error) {
    if (const auto refusal = check_job(job)) return refuse(error, *refusal);
    const auto definition = copy_definition(job);
    if (!definition) return fail(error, GS_INVALID, "the job has a value that the contract does not know");
    if (const auto refusal = engine::validate(*definition)) return refuse(error, *refusal);
    const auto timetable = engine::make_timetable(*definition, scheduler.zones);
    return timetable ? static_cast<std::int32_t>(GS_OK) : refuse(error, timetable.error());
}

// The part of a preview that a job's definition has as well.
engine::Definition definition_of(const gs_preview &preview) {
    engine::Definition definition;
    definition.id = view(preview.job_id);
    definition.schedule = view(preview.schedule);
    definition.zone = view(preview.zone);
    definition.dst_gap = static_cast<schedule::DstGap>(preview.dst_gap);
    definition.dst_overlap = static_cast<schedule::DstOverlap>(preview.dst_overlap);
    definition.start_at = optional_instant(preview.start_at);
    definition.end_at = optional_instant(preview.end_at);
    return definition;
}

std::int32_t check(const gs_preview &preview, gs_error *error) {
    if (preview.dst_gap < GS_DST_GAP_RUN_AFTER || preview.dst_gap > GS_DST_GAP_SKIP) {
        return fail(error, GS_INVALID, "dst_gap must be run_after or skip", "dst_gap");
    }
    if (preview.dst_overlap < GS_DST_OVERLAP_FIRST || preview.dst_overlap > GS_DST_OVERLAP_BOTH) {
        return fail(error, GS_INVALID, "dst_overlap must be first, last or both", "dst_overlap");
    }
    if (preview.count < 1 || preview.count > kMaxPreview) {
        return fail(error, GS_INVALID, "count must be from 1 to 10000", "count");
    }
    return GS_OK;
}

gs_fire lend_fire(const schedule::Fire &fire) {
    auto lent = make_struct<gs_fire>();
    lent.due_at = micros(fire.at);
    lent.utc_offset = static_cast<std::int32_t>(fire.offset.count());
    if (fire.moved) lent.marks |= GS_MARK_MOVED;
    if (fire.skipped_before) lent.marks |= GS_MARK_SKIPPED_BEFORE;
    if (fire.twin) lent.marks |= GS_MARK_TWIN;
    return lent;
}

void visit_fires(const schedule::Schedule &schedule, const gs_preview &preview, gs_fire_fn visit, void *context) {
    engine::Instant after = instant(preview.after);
    if (schedule.from_completion()) { // the first one counts from `after`; the rest depend on how long runs take
        const auto first = schedule.after_completion(after);
        if (!first) return;
        const auto offset = schedule.zone().offset_at(*first);
        const gs_fire fire = lend_fire({*first, offset, false, false, false});
        visit(context, &fire);
        return;
    }
    schedule::Cursor cursor(schedule);
    for (std::uint32_t i = 0; i < preview.count; ++i) {
        const auto next = cursor.next_fire(after);
        if (!next) return;
        const gs_fire fire = lend_fire(*next);
        if (visit(context, &fire) != 0) return;
        after = next->at;
    }
}

} // namespace

std::int32_t validate(gs_scheduler *scheduler, const gs_job *job, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !job) return fail(error, GS_INVALID, "scheduler or job is null");
            if (runtime::current_hook() == runtime::HookKind::closed) return reentrant(error);
            return check(*scheduler, job, error);
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

std::int32_t preview(gs_scheduler *scheduler, const gs_preview *theirs, gs_fire_fn fire, void *context,
                     gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !theirs || !fire) {
                return fail(error, GS_INVALID, "scheduler, preview or fire is null");
            }
            if (runtime::current_hook() == runtime::HookKind::closed) return reentrant(error);
            const auto preview = read_struct(theirs);
            if (const std::int32_t status = check(preview, error); status != GS_OK) return status;
            const auto timetable = engine::make_timetable(definition_of(preview), scheduler->zones);
            if (!timetable) return refuse(error, timetable.error());
            visit_fires(*timetable.value(), preview, fire, context);
            return GS_OK;
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

} // namespace gateway_scheduler::abi
