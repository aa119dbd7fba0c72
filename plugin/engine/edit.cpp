#include "engine/edit.h"

#include "engine/mutation.h"

#include "engine/record.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

// A zone without a name is UTC, and is shown as that.
bool same_zone(const std::string &a, const std::string &b) {
    return a == b || (a.empty() && b == "UTC") || (a == "UTC" && b.empty());
}

// A change of these computes the next fire anew; anything else keeps it.
bool same_timetable(const Definition &a, const Definition &b) {
    return a.schedule == b.schedule && same_zone(a.zone, b.zone) && a.dst_gap == b.dst_gap &&
           a.dst_overlap == b.dst_overlap && a.start_at == b.start_at && a.end_at == b.end_at &&
           a.max_runs == b.max_runs;
}

std::optional<Instant> first_fire(Core &core, const JobRow &row, const JobTimes &times) {
    const Instant now = core.store_now();
    if (times.schedule().from_completion()) return times.after_completion(now, row.fires);
    if (mutated(Mutation::recomputes_behind_the_cursor)) return times.next_due(now, row.fires);
    return times.next_due(std::max(now, row.cursor.value_or(now)), row.fires);
}

void arm(const Core &core, JobRow &row, const JobTimes &times) {
    row.fire_at = row.definition->paused ? std::nullopt : times.fire_at(row.next_fire, row.fires);
    row.look_at = row.fire_at;
    const bool ends = row.definition->delete_when_finished && !row.definition->paused && !row.next_fire;
    // It is to be deleted: whoever sees it does that.
    if (ends && times.over(core.store_now(), row.fires)) row.look_at = core.store_now();
}

// The instants of the old timetable that have become due and that the write passes over. What is still to come was
// never due: an edit that is taken back loses nothing. Should it become due before the write takes effect, the
// answer is `stale` and the edit is planned again.
std::optional<RecordRow> passed_over(Core &core, const JobRow &old, const JobTimes *old_times,
                                     std::optional<Instant> new_next, Reason reason) {
    const bool unneeded = !old.next_fire || new_next == old.next_fire;
    if (unneeded || mutated(Mutation::edits_without_record)) return std::nullopt;
    const Instant first = *old.next_fire;
    const Instant end = core.store_now() + Duration(1);
    if (end <= first || (new_next && *new_next < end)) return std::nullopt;
    Disposed disposed{RecordKind::skipped, reason, first, first, 1, {}};
    if (old_times && old_times->schedule().has_times()) {
        disposed.last = std::max(first, old_times->schedule().previous(end - Duration(1)).value_or(first));
        disposed.count = old_times->count(first, disposed.last);
    } else if (!old_times) {
        disposed.last = end - Duration(1);
        disposed.count = -1;
    }
    return make_record(core, old, disposed, Id{});
}

PutJob put_over(Core &core, const JobRow &old, Definition definition) {
    PutJob put;
    put.expected_version = old.version;
    put.row = old;
    put.row.definition = std::make_shared<const Definition>(std::move(definition));
    put.row.revision = old.revision + 1;
    put.row.writer = core.new_id();
    put.hold = put.row.definition->paused && !mutated(Mutation::pause_keeps_waiting_runs);
    return put;
}

// What a pause leaves behind, so that it can be told later since when and why.
RecordRow pause_event(Core &core, const JobRow &row) {
    const Definition &definition = *row.definition;
    return make_job_event(core, definition.id, &definition, row.generation, Reason::paused, definition.pause_reason);
}

void forget_failures(JobRow &row) {
    row.disabled = false;
    if (!mutated(Mutation::keeps_failures)) row.failures_in_row = 0;
}

} // namespace

Edit create_job(Core &core, Definition definition, const JobTimes &times) {
    PutJob put;
    put.row.definition = std::make_shared<const Definition>(std::move(definition));
    put.row.revision = 1;
    put.row.writer = core.new_id();
    put.row.tzdata_version = core.zone_data_of(*put.row.definition);
    put.row.next_fire = first_fire(core, put.row, times);
    arm(core, put.row, times);
    return {ChangeKind::created, std::move(put)};
}

Edit update_job(Core &core, const JobRow &old, const JobTimes *old_times, Definition definition,
                const JobTimes &times) {
    if (definition == *old.definition && !old.disabled) return {ChangeKind::unchanged, std::nullopt};
    const bool resumes = old.definition->paused && !definition.paused && !mutated(Mutation::resumes_into_the_past);
    // A run that is going arms its job only if nobody has written that meanwhile (gs_update): so this edit arms it.
    const bool unarmed = times.schedule().from_completion() && !old.next_fire;
    const bool other = !old_times || !same_timetable(*old.definition, definition);
    const bool anew = resumes || unarmed || other || mutated(Mutation::rearms_at_every_edit);
    PutJob put = put_over(core, old, std::move(definition));
    put.row.disabled = false;
    if (resumes) forget_failures(put.row);
    if (anew) {
        put.row.next_fire = first_fire(core, put.row, times);
        put.row.tzdata_version = core.zone_data_of(*put.row.definition);
        const Reason reason = old.definition->paused ? Reason::paused : Reason::edited;
        put.record = passed_over(core, old, old_times, put.row.next_fire, reason);
        if (put.record) put.row.cursor = std::max(put.row.cursor, put.record->last_due);
    }
    arm(core, put.row, times);
    const bool pauses = put.row.definition->paused && (!old.definition->paused || old.disabled);
    if (pauses && !put.record) put.record = pause_event(core, put.row);
    return {ChangeKind::updated, std::move(put)};
}

Edit pause_job(Core &core, const JobRow &old, const std::string &reason) {
    if (old.definition->paused && !old.disabled) return {ChangeKind::unchanged, std::nullopt};
    Definition definition = *old.definition;
    definition.paused = true;
    definition.pause_reason = reason;
    PutJob put = put_over(core, old, std::move(definition));
    put.row.disabled = false;
    put.row.fire_at = put.row.look_at = std::nullopt;
    put.record = pause_event(core, put.row);
    return {ChangeKind::paused, std::move(put)};
}

Edit resume_job(Core &core, const JobRow &old, const JobTimes &times) {
    if (!old.definition->paused) return {ChangeKind::unchanged, std::nullopt};
    Definition definition = *old.definition;
    definition.paused = false;
    definition.pause_reason.clear();
    Edit edit = update_job(core, old, &times, std::move(definition), times);
    edit.what = ChangeKind::resumed;
    return edit;
}

RemoveJob remove_job(Core &core, const JobRow &old, const JobTimes *old_times) {
    RemoveJob remove;
    remove.id = old.definition->id;
    remove.version = old.version;
    if (old.next_fire && *old.next_fire <= core.store_now()) {
        const Reason reason = old.definition->paused ? Reason::paused : Reason::removed;
        remove.record = passed_over(core, old, old_times, std::nullopt, reason);
    }
    return remove;
}

} // namespace gateway_scheduler::engine
