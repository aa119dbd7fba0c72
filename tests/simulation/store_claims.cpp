// The writes that dispose of a due instant: claim makes a run of it, pass leaves it behind.
#include "store.h"

#include <algorithm>

namespace simulation {

using namespace engine;

namespace {

ItemResult only(ItemOutcome outcome) {
    ItemResult result;
    result.outcome = outcome;
    return result;
}

RunRow run_of(const Claim &item, const Caller &caller, Instant now) {
    RunRow run;
    run.id = item.run_id;
    run.job_id = item.definition->id;
    run.generation = item.generation;
    run.revision = item.revision;
    run.due_at = item.due_at;
    run.trigger = item.trigger;
    run.owner_instance = caller.instance;
    run.owner_incarnation = caller.incarnation;
    run.concurrency_key = item.concurrency_key;
    run.claimed_at = now;
    run.merged = item.merged;
    return run;
}

} // namespace

// The claim was sent before: is what it made still as it left it?
ItemResult Store::claimed_before(const Caller &caller, const RunRow &run) const {
    const bool fresh = run.state == RunState::claimed && run.epoch == 1 && run.owner_incarnation == caller.incarnation;
    if (!fresh) return only(ItemOutcome::conflict);
    ItemResult result = only(ItemOutcome::already);
    result.epoch = result.attempt = 1;
    result.at = run.claimed_at;
    if (const StoredJob *job = find_job(run.job_id)) {
        result.version = job->row.version;
        result.payload = job->with_payload->payload;
    }
    return result;
}

std::vector<Id> Store::active_on(const std::string &key) const {
    std::vector<Id> active;
    for (const Id id : open_) {
        if (runs_.at(id).concurrency_key == key) active.push_back(id);
    }
    return active;
}

ItemResult Store::claim(const Caller &caller, const Claim &item) {
    if (item.max_active < 1) return only(ItemOutcome::bad);
    if (const RunRow *sent_before = find_run(item.run_id)) return claimed_before(caller, *sent_before);
    const auto found = jobs_.find(item.definition->id);
    if (found == jobs_.end()) return only(ItemOutcome::gone);
    StoredJob &job = found->second;
    const bool same = job.row.version == item.version || mutation_ == StoreMutation::ignores_versions;
    if (job.row.generation != item.generation || !same || job.row.definition->paused) {
        return only(ItemOutcome::conflict);
    }
    if (item.due_at > now_ || (item.record && *item.record->last_due > now_)) return only(ItemOutcome::early);
    const std::vector<Id> active = active_on(item.concurrency_key);
    const bool full = active.size() >= static_cast<std::size_t>(item.max_active);
    if (full && mutation_ != StoreMutation::ignores_keys) {
        ItemResult busy = only(ItemOutcome::busy);
        busy.runs.assign(active.begin(),
                         active.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(16, active.size())));
        return busy;
    }
    const JobRow before = job.row;
    const RunRow run = run_of(item, caller, now_);
    save(run);
    move_by_claim(job, item);
    insert_record(caller, item.record, job.row.generation);
    Change change{ChangeKind::claimed, now_, &caller};
    change.job_before = &before;
    change.job_after = &job.row;
    change.run_after = &run;
    change.record = item.record ? &*item.record : nullptr;
    tell(change);
    ItemResult result;
    result.epoch = result.attempt = 1;
    result.version = job.row.version;
    result.at = now_;
    result.payload = job.with_payload->payload;
    return result;
}

void Store::move_by_claim(StoredJob &job, const Claim &item) {
    index_look(job, false);
    if (item.trigger == Trigger::schedule) {
        job.row.next_fire = item.next_fire;
        job.row.fire_at = item.fire_at;
        job.row.look_at = item.look_at;
        job.row.cursor = item.due_at;
        ++job.row.fires;
    } else if (mutation_ == StoreMutation::manual_moves_cursor) {
        job.row.cursor = item.due_at;
    }
    job.row.version = ++sequence_;
    index_look(job, true);
}

ItemResult Store::rederive(const Caller &caller, const Pass &item, StoredJob &job) {
    if (job.row.next_fire && *job.row.next_fire <= now_) return only(ItemOutcome::stale);
    const JobRow before = job.row;
    index_look(job, false);
    job.row.next_fire = item.next_fire;
    job.row.fire_at = item.fire_at;
    job.row.look_at = item.look_at;
    job.row.tzdata_version = item.tzdata_version;
    insert_record(caller, item.record, job.row.generation);
    job.row.version = ++sequence_;
    index_look(job, true);
    ItemResult result = only(ItemOutcome::done);
    result.version = job.row.version;
    Change change{ChangeKind::rederived, now_, &caller};
    change.job_before = &before;
    change.job_after = &job.row;
    change.record = item.record ? &*item.record : nullptr;
    tell(change);
    return result;
}

ItemResult Store::pass(const Caller &caller, const Pass &item) {
    const auto found = jobs_.find(item.job_id);
    ItemResult result;
    if (item.record && records_.contains(item.record->id)) {
        result.outcome = ItemOutcome::already;
        if (found != jobs_.end()) result.version = found->second.row.version;
        return result;
    }
    if (found == jobs_.end()) return only(ItemOutcome::gone);
    StoredJob &job = found->second;
    const bool other = job.row.version != item.version;
    if (other && mutation_ != StoreMutation::ignores_versions) return only(ItemOutcome::conflict);
    if (item.rederive) return rederive(caller, item, job);
    if (item.record && *item.record->last_due > now_) return only(ItemOutcome::early);
    const JobRow before = job.row;
    index_look(job, false);
    job.row.look_at = item.look_at;
    if (item.record) {
        job.row.next_fire = item.next_fire;
        job.row.fire_at = item.fire_at;
        job.row.cursor = item.record->last_due;
        insert_record(caller, item.record, job.row.generation);
    }
    if (mutation_ == StoreMutation::counts_skips_as_fires) ++job.row.fires;
    job.row.version = ++sequence_;
    index_look(job, true);
    result.version = job.row.version;
    Change change{ChangeKind::passed, now_, &caller};
    change.job_before = &before;
    change.job_after = &job.row;
    change.record = item.record ? &*item.record : nullptr;
    tell(change);
    return result;
}

} // namespace simulation
