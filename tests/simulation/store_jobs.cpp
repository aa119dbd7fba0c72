// The writes from outside to jobs: put, remove, disable.
#include "store.h"

namespace simulation {

using namespace engine;

namespace {

ItemResult only(ItemOutcome outcome) {
    ItemResult result;
    result.outcome = outcome;
    return result;
}

} // namespace

// Has the next fire become due without the record disposing of it?
bool Store::leaves_due_instant(const StoredJob &job, const Boxed<RecordRow> &record) const {
    const auto next = job.row.next_fire;
    if (!job.row.readable || !next || *next > now_) return false;
    const bool covers = record && record->first_due && *record->first_due <= *next && *record->last_due >= *next;
    return !covers;
}

void Store::define(StoredJob &job, const Definition &definition) {
    job.with_payload = std::make_shared<const Definition>(definition);
    Definition bare = definition;
    bare.payload.clear();
    job.row.definition = std::make_shared<const Definition>(std::move(bare));
    job.row.readable = true;
}

void Store::insert_record(const Caller &caller, const Boxed<RecordRow> &record, std::int64_t generation) {
    if (!record || mutation_ == StoreMutation::forgets_records) return;
    RecordRow row = *record;
    row.by_instance = caller.instance;
    row.by_incarnation = caller.incarnation;
    row.at = now_;
    if (row.generation == 0) row.generation = generation;
    if (row.wake_at) wake_index_.insert({*row.wake_at, row.id});
    records_[row.id] = std::move(row);
}

void Store::count_runs(const std::string &job_id, ItemResult &result) const {
    for (const Id id : open_) {
        const RunRow &run = runs_.at(id);
        if (run.job_id != job_id) continue;
        if (run.state == RunState::claimed) ++result.claimed_runs;
        if (run.state == RunState::running) ++result.running_runs;
    }
}

void Store::hold(const Caller &caller, const std::string &job_id) {
    const std::vector<Id> candidates(open_.begin(), open_.end());
    for (const Id id : candidates) {
        RunRow run = runs_.at(id);
        if (run.job_id != job_id || run.state != RunState::waiting) continue;
        const RunRow before = run;
        const StoredJob *job = job_of(run);
        const std::optional<JobRow> job_before = job ? std::optional(job->row) : std::nullopt;
        ItemResult ignored;
        end_canceled(run, Reason::gate, ignored);
        save(run);
        Change change{ChangeKind::held, now_, &caller};
        change.run_before = &before;
        change.run_after = &run;
        change.job_before = job_before ? &*job_before : nullptr;
        change.job_after = job ? &job->row : nullptr;
        tell(change);
    }
}

ItemResult Store::put(const Caller &caller, const PutJob &item) {
    const std::string &id = item.row.definition->id;
    const auto found = jobs_.find(id);
    const bool is_new = found == jobs_.end();
    ItemResult result;
    if (!is_new && found->second.row.writer == item.row.writer) {
        result = only(ItemOutcome::already);
        result.version = found->second.row.version;
        count_runs(id, result);
        return result;
    }
    const std::int64_t version = is_new ? 0 : found->second.row.version;
    if (version != item.expected_version && mutation_ != StoreMutation::ignores_versions) {
        return only(ItemOutcome::conflict);
    }
    const bool moves = !is_new && found->second.row.next_fire != item.row.next_fire;
    if (moves && leaves_due_instant(found->second, item.record)) return only(ItemOutcome::stale);

    if (item.hold) hold(caller, id);
    const std::optional<JobRow> before = is_new ? std::nullopt : std::optional(jobs_.at(id).row);
    StoredJob &job = jobs_[id];
    index_look(job, false);
    if (!is_new && !job.row.readable) job.row.fires = job.succeeded = job.failed = 0;
    define(job, *item.row.definition);
    job.row.version = ++sequence_;
    if (is_new) job.row.generation = job.row.version;
    if (is_new) job.row.created_at = now_;
    job.row.next_fire = item.row.next_fire;
    job.row.fire_at = item.row.fire_at;
    job.row.cursor = item.row.cursor;
    job.row.look_at = item.row.look_at;
    job.row.writer = item.row.writer;
    job.row.disabled = item.row.disabled;
    job.row.failures_in_row = item.row.failures_in_row;
    job.row.revision = item.row.revision;
    job.row.tzdata_version = item.row.tzdata_version;
    index_look(job, true);
    insert_record(caller, item.record, job.row.generation);
    result.version = job.row.version;
    count_runs(id, result);
    Change change{ChangeKind::put, now_, &caller};
    change.job_before = before ? &*before : nullptr;
    change.job_after = &job.row;
    change.record = item.record ? &*item.record : nullptr;
    tell(change);
    return result;
}

ItemResult Store::remove(const Caller &caller, const RemoveJob &item) {
    const auto found = jobs_.find(item.id);
    if (found == jobs_.end()) return only(ItemOutcome::gone);
    const bool other = found->second.row.version != item.version;
    if (other && mutation_ != StoreMutation::ignores_versions) return only(ItemOutcome::conflict);
    if (leaves_due_instant(found->second, item.record)) return only(ItemOutcome::stale);
    hold(caller, item.id);
    ItemResult result;
    index_look(found->second, false);
    const JobRow before = found->second.row;
    insert_record(caller, item.record, before.generation);
    jobs_.erase(found);
    result.version = ++sequence_;
    count_runs(item.id, result);
    Change change{ChangeKind::removed, now_, &caller};
    change.job_before = &before;
    change.record = item.record ? &*item.record : nullptr;
    tell(change);
    return result;
}

ItemResult Store::disable(const Caller &caller, const DisableJob &item) {
    const auto found = jobs_.find(item.id);
    if (records_.contains(item.record->id)) {
        ItemResult result = only(ItemOutcome::already);
        if (found != jobs_.end()) result.version = found->second.row.version;
        count_runs(item.id, result);
        return result;
    }
    if (found == jobs_.end()) return only(ItemOutcome::gone);
    if (found->second.row.version != item.version) return only(ItemOutcome::conflict);
    hold(caller, item.id);
    StoredJob &job = found->second;
    const JobRow before = job.row;
    index_look(job, false);
    if (job.row.readable) {
        Definition paused = *job.with_payload;
        paused.paused = true;
        paused.pause_reason = item.reason;
        define(job, paused);
    }
    job.row.disabled = true;
    job.row.fire_at.reset();
    job.row.look_at.reset();
    job.row.version = ++sequence_;
    insert_record(caller, item.record, job.row.generation);
    ItemResult result;
    result.version = job.row.version;
    count_runs(item.id, result);
    Change change{ChangeKind::disabled, now_, &caller};
    change.job_before = &before;
    change.job_after = &job.row;
    change.record = item.record.get();
    tell(change);
    return result;
}

} // namespace simulation
