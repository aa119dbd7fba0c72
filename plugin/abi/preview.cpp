#include "abi/preview.h"

#include "abi/calendars.h"
#include "abi/convert.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "engine/timetable.h"
#include "runtime/reentrancy.h"
#include "schedule/cursor.h"
#include "schedule/describe.h"
#include "schedule/explain.h"

#include <string>
#include <utility>

namespace gateway_scheduler::abi {

namespace {

constexpr std::uint32_t kMaxPreview = 10'000;

std::int32_t refuse(gs_error *error, const schedule::Error &refusal) {
    return fail(error, GS_INVALID, refusal.text, refusal.field, refusal.position);
}

// Whom a question is about, as it was asked; any thread.
struct Asked {
    gs_preview preview;
    engine::Timetable times;
};

// The part of a question that a job's definition has as well.
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
    const bool some = preview.calendar_count > 0;
    if (preview.calendar_count < 0 || preview.calendar_count > GS_MAX_CALENDARS || (some && !preview.calendars)) {
        return fail(error, GS_INVALID, "calendars must be at most 16, with data", "calendars");
    }
    return GS_OK;
}

// Checks and parses the question; `asked` is filled in when it answers GS_OK.
std::int32_t read_question(gs_scheduler &scheduler, const gs_preview *theirs, Asked &asked, gs_error *error) {
    if (runtime::current_hook() == runtime::HookKind::closed)
        return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
    asked.preview = read_struct(theirs);
    if (const std::int32_t status = check(asked.preview, error); status != GS_OK) return status;
    engine::Definition definition = definition_of(asked.preview);
    std::vector<engine::CalendarRow> rows;
    for (std::int32_t i = 0; i < asked.preview.calendar_count; ++i) {
        auto row = copy_calendar(&asked.preview.calendars[i]);
        if (!row) return fail(error, GS_INVALID, "a calendar's days are not ascending, or too many", "calendars");
        definition.calendars.push_back(row->calendar->name);
        rows.push_back(std::move(*row));
    }
    engine::Calendars calendars;
    calendars.replace(rows);
    auto times = engine::make_timetable(definition, scheduler.zones, calendars);
    if (!times) return refuse(error, times.error());
    asked.times = times.value();
    return GS_OK;
}

gs_fire lend_fire(const schedule::Fire &fire, bool excluded_before) {
    auto lent = make_struct<gs_fire>();
    lent.due_at = micros(fire.at);
    lent.utc_offset = static_cast<std::int32_t>(fire.offset.count());
    if (fire.moved) lent.marks |= GS_MARK_MOVED;
    if (fire.skipped_before) lent.marks |= GS_MARK_SKIPPED_BEFORE;
    if (fire.twin) lent.marks |= GS_MARK_TWIN;
    if (excluded_before) lent.marks |= GS_MARK_EXCLUDED_BEFORE;
    return lent;
}

// The first one counts from `after`; the rest depend on how long runs take.
void visit_completion(const Asked &asked, gs_fire_fn visit, void *context) {
    const auto first = asked.times->after_completion(instant(asked.preview.after), 0);
    if (!first) return;
    const auto offset = asked.times->schedule().zone().offset_at(*first);
    const gs_fire fire = lend_fire({*first, offset, false, false, false}, false);
    visit(context, &fire);
}

void visit_fires(const Asked &asked, gs_fire_fn visit, void *context) {
    const schedule::Schedule &schedule = asked.times->schedule();
    if (schedule.from_completion()) return visit_completion(asked, visit, context);
    schedule::Cursor cursor(schedule);
    engine::Instant after = instant(asked.preview.after);
    for (std::uint32_t i = 0; i < asked.preview.count; ++i) {
        auto next = cursor.next_fire(after);
        bool excluded_before = false;
        if (next && asked.times->exclusions().find(schedule, next->at)) {
            excluded_before = true;
            const auto allowed = schedule::next_allowed(schedule, asked.times->exclusions(), next->at);
            next = allowed ? cursor.next_fire(*allowed - engine::Duration(1)) : std::nullopt;
        }
        if (!next) return;
        const gs_fire fire = lend_fire(*next, excluded_before);
        if (visit(context, &fire) != 0) return;
        after = next->at;
    }
}

} // namespace

std::int32_t preview(gs_scheduler *scheduler, const gs_preview *theirs, gs_fire_fn fire, void *context,
                     gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !theirs || !fire) {
                return fail(error, GS_INVALID, "scheduler, preview or fire is null");
            }
            Asked asked{};
            if (const auto status = read_question(*scheduler, theirs, asked, error); status != GS_OK) return status;
            if (asked.preview.count < 1 || asked.preview.count > kMaxPreview) {
                return fail(error, GS_INVALID, "count must be from 1 to 10000", "count");
            }
            visit_fires(asked, fire, context);
            return GS_OK;
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

std::int32_t explain(gs_scheduler *scheduler, const gs_preview *theirs, gs_string at, gs_explanation_fn visit,
                     void *context, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !theirs || !visit) {
                return fail(error, GS_INVALID, "scheduler, schedule or explanation is null");
            }
            Asked asked{};
            if (const auto status = read_question(*scheduler, theirs, asked, error); status != GS_OK) return status;
            const auto moment = schedule::parse_moment({view(at), 0});
            if (!moment) return fail(error, GS_INVALID, moment.error().text, "at", moment.error().position);
            const auto explained =
                schedule::explain(asked.times->schedule(), asked.times->exclusions(), moment.value());
            auto lent = make_struct<gs_explanation>();
            lent.why = static_cast<std::int32_t>(explained.why);
            lent.at = micros(explained.at);
            lent.previous_fire = micros(explained.previous);
            lent.next_fire = micros(explained.next);
            lent.text = lend(explained.text);
            visit(context, &lent);
            return GS_OK;
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

std::int32_t describe(gs_scheduler *scheduler, const gs_preview *theirs, gs_text_fn visit, void *context,
                      gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !theirs || !visit) return fail(error, GS_INVALID, "scheduler, schedule or text is null");
            Asked asked{};
            if (const auto status = read_question(*scheduler, theirs, asked, error); status != GS_OK) return status;
            const std::string sentence = schedule::describe(asked.times->schedule());
            visit(context, lend(sentence));
            return GS_OK;
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

} // namespace gateway_scheduler::abi
