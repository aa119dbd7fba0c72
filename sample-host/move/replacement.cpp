#include "move/replacement.h"

#include "loader/contract.h"
#include "move/new_id.h"
#include "json/document.h"
#include "json/job_json.h"

#include <algorithm>

namespace sample_host::move {
namespace {

// A zone without a name is UTC, and is exported as that.
std::string_view zone_of(const gs_job &job) {
    return job.zone.size == 0 ? "UTC" : view(job.zone);
}

// As in the scheduler: a change of these computes the next fire anew, anything else keeps it.
bool same_timetable(const gs_job &left, const gs_job &right) {
    return view(left.schedule) == view(right.schedule) && zone_of(left) == zone_of(right) &&
           left.dst_gap == right.dst_gap && left.dst_overlap == right.dst_overlap && left.start_at == right.start_at &&
           left.end_at == right.end_at && left.max_runs == right.max_runs;
}

// What decides when a next fire that stays is to be looked at.
bool same_delay(const gs_job &left, const gs_job &right) {
    return left.jitter == right.jitter && left.paused == right.paused &&
           std::equal(left.calendars, left.calendars + left.calendar_count, right.calendars,
                      right.calendars + right.calendar_count,
                      [](const gs_string &one, const gs_string &other) { return view(one) == view(other); });
}

int64_t next_fire_of(const gs_job_row &row, int64_t now, ScheduleJudge &judge) {
    const gs_job &job = *row.definition;
    if (job.max_runs > 0 && row.fires >= job.max_runs) return GS_NO_TIME;
    return judge.first_fire(job, std::max(now, row.cursor));
}

// With instants to come, such a job is anchored at the completion of its run, which arms it: anything else that has no
// next fire is @manual, @reboot or over.
bool is_unarmed(const gs_job_row &row) {
    return row.definition->paused == 0 && row.next_fire == GS_NO_TIME;
}

// As the storages decide it when the run is closed.
bool arms(const RunOfJob &row, const gs_job_row &job) {
    const gs_run &run = row.run;
    return row.of_present_job && run.state != GS_STATE_CLOSED && run.trigger == GS_TRIGGER_SCHEDULE &&
           view(run.job_id) == view(job.definition->id) && run.revision == job.revision && run.due_at == job.cursor;
}

// What has become due and is passed over by the edit; nobody counts it here.
gs_record passed_over(const gs_job_row &present, int64_t now) {
    gs_record record{};
    record.struct_size = sizeof record;
    record.kind = GS_RECORD_SKIPPED;
    record.id = new_id(now);
    record.job_id = present.definition->id;
    record.first_due = present.next_fire;
    record.last_due = now;
    record.count = -1;
    record.reason = present.definition->paused != 0 ? GS_REASON_PAUSED : GS_REASON_EDITED;
    record.announced = 1;
    record.wake_at = GS_NO_TIME;
    record.detail = lend("an import has replaced the job");
    return record;
}

// The scheduler sees to calendars when it looks at the job. A jitter is left out of this one fire: the contract does
// not tell it.
void arm(gs_job_row &row, int64_t now) {
    const gs_job &job = *row.definition;
    const bool waits_for_start = view(job.schedule) == "@reboot" && row.next_fire == GS_NO_TIME;
    row.fire_at = job.paused != 0 ? GS_NO_TIME : waits_for_start ? GS_AT_START : row.next_fire;
    row.look_at = row.fire_at;
    const bool ends = job.delete_when_finished != 0 && job.paused == 0 && row.next_fire == GS_NO_TIME;
    if (ends && !waits_for_start && view(job.schedule) != "@manual") row.look_at = now; // whoever looks removes it
}

JobVerdict replaced(const gs_job_row &present, const gs_job_row &moved, int64_t now, ScheduleJudge &judge) {
    JobVerdict verdict;
    verdict.change = JobChange::replaced;
    gs_job_row &row = verdict.row = present;
    row.definition = moved.definition;
    row.disabled = moved.disabled;
    row.revision = present.revision + 1;
    row.writer = new_id(now);
    const bool resumes = present.definition->paused != 0 && moved.definition->paused == 0;
    if (resumes) row.failures_in_row = 0;
    // A run that is going arms its job only at the revision that it began with: so this arms it.
    const bool anew = resumes || is_unarmed(row) || !same_timetable(*present.definition, *moved.definition);
    if (anew) {
        row.next_fire = next_fire_of(row, now, judge);
        row.tzdata_version = moved.tzdata_version;
        const bool was_due = present.next_fire != GS_NO_TIME && present.next_fire <= now;
        if (was_due && row.next_fire != present.next_fire) {
            verdict.record = passed_over(present, now);
            row.cursor = std::max(row.cursor, now);
        }
    }
    if (anew || !same_delay(*present.definition, *moved.definition)) arm(row, now);
    return verdict;
}

} // namespace

std::string differing_keys(const gs_job_row &present, const gs_job_row &moved) {
    if (present.readable == 0) return "everything: it cannot be read";
    std::string keys;
    const auto add = [&keys](std::string_view key) {
        if (!keys.empty()) keys += ", ";
        keys += key;
    };
    const std::string here = json::definition_to_json(*present.definition);
    const std::string there = json::definition_to_json(*moved.definition);
    if (here != there) {
        const auto document = json::Document::parse(here);
        for (const auto &[key, value] : json::Document::parse(there).members()) {
            if (document.at(key).dump() != value.dump()) add(key);
        }
    }
    if (view(present.definition->payload) != view(moved.definition->payload)) add("payload");
    return keys;
}

bool is_schedulers_own(std::string_view job_id) {
    return job_id.starts_with("system/");
}

bool stays(const gs_job_row &moved, bool replace) {
    return !replace && is_schedulers_own(view(moved.definition->id));
}

JobVerdict judge_new_job(const gs_job_row &moved, const std::vector<RunOfJob> &runs, int64_t now,
                         ScheduleJudge &judge) {
    JobVerdict verdict;
    verdict.change = JobChange::added;
    gs_job_row &row = verdict.row = moved;
    const bool waits = std::ranges::any_of(runs, [&moved](const RunOfJob &run) { return arms(run, moved); });
    if (!is_unarmed(moved) || waits) return verdict;
    row.next_fire = next_fire_of(row, now, judge);
    if (row.next_fire != GS_NO_TIME) arm(row, now);
    return verdict;
}

JobVerdict judge_job(const gs_job_row &present, const gs_job_row &moved, int64_t now, bool replace,
                     ScheduleJudge &judge) {
    JobVerdict verdict;
    if (stays(moved, replace) || differing_keys(present, moved).empty()) return verdict;
    verdict.change = JobChange::differs;
    return replace && present.readable != 0 ? replaced(present, moved, now, judge) : verdict;
}

} // namespace sample_host::move
