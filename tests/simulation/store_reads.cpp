// The reads. They change nothing: they are const.
#include "store.h"

namespace simulation {

using namespace engine;

StorageAnswer Store::read(const Caller &caller, const Read &call) const {
    StorageAnswer answer;
    if (std::holds_alternative<ReadReplicas>(call)) answer.replicas = replicas_;
    if (const auto *one = std::get_if<ReadJob>(&call)) {
        if (const StoredJob *job = find_job(one->id)) {
            answer.jobs.push_back(job->row);
            answer.jobs.back().definition = job->with_payload;
        }
    }
    if (std::holds_alternative<ReadCalendars>(call)) answer.calendars = calendars_;
    if (const auto *page = std::get_if<ReadJobs>(&call)) read_jobs(*page, answer);
    if (const auto *due = std::get_if<ReadDue>(&call)) read_due(*due, answer);
    if (const auto *wake = std::get_if<ReadWake>(&call)) read_wake(*wake, answer);
    if (const auto *some = std::get_if<ReadRuns>(&call)) read_runs(*some, answer);
    if (const auto *page = std::get_if<ReadRecords>(&call)) read_records(*page, answer);
    answer.store_now = now_;
    for (const Id id : open_) {
        const RunRow &run = runs_.at(id);
        if (run.cancel_requested && run.owner_incarnation == caller.incarnation) answer.cancel_requested.push_back(id);
    }
    return answer;
}

void Store::read_jobs(const ReadJobs &read, StorageAnswer &answer) const {
    for (auto entry = jobs_.upper_bound(read.after); entry != jobs_.end() && answer.jobs.size() < read.limit; ++entry) {
        const std::string &version = entry->second.row.tzdata_version;
        if (read.other_than.empty() || (!version.empty() && version != read.other_than))
            answer.jobs.push_back(entry->second.row);
    }
}

void Store::read_due(const ReadDue &read, StorageAnswer &answer) const {
    auto entry = look_index_.begin();
    if (read.after_look_at) entry = look_index_.upper_bound({*read.after_look_at, read.after_id});
    for (; entry != look_index_.end() && entry->first <= read.until && answer.jobs.size() < read.limit; ++entry) {
        answer.jobs.push_back(jobs_.at(entry->second).row);
    }
}

void Store::read_wake(const ReadWake &read, StorageAnswer &answer) const {
    auto entry = wake_index_.begin();
    if (read.after_wake_at) entry = wake_index_.upper_bound({*read.after_wake_at, read.after_id});
    for (; entry != wake_index_.end() && entry->first <= read.until; ++entry) {
        if (answer.runs.size() + answer.records.size() == read.limit) return;
        if (const RunRow *run = find_run(entry->second))
            answer.runs.push_back(*run);
        else
            answer.records.push_back(records_.at(entry->second));
    }
}

void Store::read_runs(const ReadRuns &read, StorageAnswer &answer) const {
    const auto matches = [&read](const RunRow &run) {
        const bool state = read.states == 0 || (read.states & static_cast<std::int32_t>(run.state)) != 0;
        const bool before = read.before.none() || run.id < read.before;
        return state && before && (read.job_id.empty() || run.job_id == read.job_id) &&
               (read.owner_instance.empty() || run.owner_instance == read.owner_instance) &&
               (!read.due_at || run.due_at == *read.due_at);
    };
    if (!read.run_id.none()) {
        const RunRow *run = find_run(read.run_id);
        if (run && matches(*run)) answer.runs.push_back(*run);
        return;
    }
    const bool open_only = read.states != 0 && (read.states & static_cast<std::int32_t>(RunState::closed)) == 0;
    if (open_only) {
        for (auto id = open_.rbegin(); id != open_.rend() && answer.runs.size() < read.limit; ++id) {
            if (matches(runs_.at(*id))) answer.runs.push_back(runs_.at(*id));
        }
        return;
    }
    for (auto run = runs_.rbegin(); run != runs_.rend() && answer.runs.size() < read.limit; ++run) {
        if (matches(run->second)) answer.runs.push_back(run->second);
    }
}

void Store::read_records(const ReadRecords &read, StorageAnswer &answer) const {
    const auto matches = [&read](const RecordRow &record) {
        const bool covers = !read.covering || (record.first_due && *record.first_due <= *read.covering &&
                                               record.last_due && *record.last_due >= *read.covering);
        return covers && (read.before.none() || record.id < read.before) &&
               (read.job_id.empty() || record.job_id == read.job_id) &&
               (!read.events || record.kind == RecordKind::event);
    };
    for (auto entry = records_.rbegin(); entry != records_.rend() && answer.records.size() < read.limit; ++entry) {
        if (matches(entry->second)) answer.records.push_back(entry->second);
    }
}

} // namespace simulation
