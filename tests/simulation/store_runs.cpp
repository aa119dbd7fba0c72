// The writes to runs and records: begin, update, ask_cancel, announced.
#include "store.h"

namespace simulation {

using namespace engine;

namespace {

ItemResult told(ItemOutcome outcome, const RunRow &run) {
    ItemResult result;
    result.outcome = outcome;
    result.epoch = run.epoch;
    result.attempt = run.attempt;
    result.state = run.state;
    result.run_outcome = run.outcome;
    return result;
}

ItemResult only(ItemOutcome outcome) {
    ItemResult result;
    result.outcome = outcome;
    return result;
}

bool is_failure(Outcome outcome) {
    return outcome == Outcome::failed || outcome == Outcome::timed_out || outcome == Outcome::lost ||
           outcome == Outcome::rejected;
}

// Is the run as this item would leave it?
bool in_place(const RunRow &run, const Update &item) {
    if (item.late_result != 0) return run.state == RunState::closed && run.late_result != 0;
    if (item.to_state == RunState::running) return run.state == RunState::running;
    if (item.to_state == RunState::waiting && run.cancel_requested) {
        return run.state == RunState::closed && run.outcome == Outcome::canceled;
    }
    if (item.to_state == RunState::waiting) {
        return run.state == RunState::waiting && run.wake_at == item.wake_at && run.attempt_spent == item.attempt_spent;
    }
    if (run.state != RunState::closed || run.announced != item.announced || run.wake_at != item.wake_at) return false;
    if (item.from_states == static_cast<std::int32_t>(RunState::closed)) return true;
    return run.outcome == item.outcome && (item.reason == Reason::none || run.reason == item.reason) &&
           run.error == item.error && run.output == item.output && run.output_truncated == item.output_truncated;
}

} // namespace

// Keeps the indices in step with the row.
void Store::save(const RunRow &run) {
    const auto found = runs_.find(run.id);
    if (found != runs_.end() && found->second.wake_at) wake_index_.erase({*found->second.wake_at, run.id});
    if (run.wake_at) wake_index_.insert({*run.wake_at, run.id});
    if (run.state == RunState::closed)
        open_.erase(run.id);
    else
        open_.insert(run.id);
    runs_[run.id] = run;
}

// Nobody has edited the job since the run's attempt began, and it waits to be armed.
bool Store::is_armed_by(const StoredJob &job, const RunRow &run, std::optional<Instant> next_fire) const {
    return next_fire && !job.row.next_fire && !job.row.definition->paused && job.row.revision == run.revision &&
           job.row.cursor == run.due_at;
}

// The job that the run belongs to, unless that one is gone.
StoredJob *Store::job_of(const RunRow &run) {
    const auto found = jobs_.find(run.job_id);
    if (found == jobs_.end() || found->second.row.generation != run.generation) return nullptr;
    return &found->second;
}

void Store::arm(const RunRow &run, std::optional<Instant> next_fire, ItemResult &result) {
    StoredJob *job = job_of(run);
    if (!job || !is_armed_by(*job, run, next_fire)) return;
    index_look(*job, false);
    job->row.next_fire = job->row.fire_at = job->row.look_at = next_fire;
    index_look(*job, true);
    result.version_before = job->row.version;
    result.version = job->row.version = ++sequence_;
}

void Store::end_run(RunRow &run, Outcome outcome, Reason reason, std::optional<Instant> next_fire, ItemResult &result) {
    run.state = RunState::closed;
    run.outcome = outcome;
    if (reason != Reason::none || outcome != Outcome::canceled) run.reason = reason;
    run.finished_at = now_;
    StoredJob *job = job_of(run);
    if (!job) return;
    if (outcome == Outcome::succeeded) {
        ++job->succeeded;
        job->row.failures_in_row = 0;
    } else if (is_failure(outcome)) {
        ++job->failed;
        ++job->row.failures_in_row;
    }
    index_look(*job, false);
    if (is_armed_by(*job, run, next_fire)) job->row.next_fire = job->row.fire_at = next_fire;
    job->row.look_at = job->row.fire_at;
    index_look(*job, true);
    result.version_before = job->row.version;
    result.version = job->row.version = ++sequence_;
}

// As the store closes a run by itself: whoever announces it arms its job.
void Store::end_canceled(RunRow &run, Reason reason, ItemResult &result) {
    if (run.cancel_requested && run.reason != Reason::none) reason = run.reason;
    run.announced = false;
    run.wake_at = now_;
    end_run(run, Outcome::canceled, reason, std::nullopt, result);
}

void Store::permit_start(RunRow &run, ItemResult &result) {
    const StoredJob *job = job_of(run);
    if (run.cancel_requested) return end_canceled(run, Reason::requested, result);
    if (!job || job->row.definition->paused) return end_canceled(run, Reason::gate, result);
    run.state = RunState::claimed;
    if (run.attempt_spent) ++run.attempt;
    run.attempt_spent = false;
    run.wake_at.reset();
    run.revision = job->row.revision;
}

ItemResult Store::begin(const Caller &caller, const Begin &item) {
    const RunRow *present = find_run(item.run_id);
    if (!present) return only(ItemOutcome::gone);
    RunRow run = *present;
    const auto with_job = [&](ItemResult result) {
        const StoredJob *job = job_of(run);
        if (!item.start || run.state != RunState::claimed || !job || job->row.definition->paused) return result;
        result.job = job->row;
        result.job->definition = job->with_payload;
        return result;
    };
    if (run.epoch == item.epoch + 1 && run.owner_incarnation == caller.incarnation) {
        return with_job(told(ItemOutcome::already, run));
    }
    if (run.state == RunState::closed && run.announced) return only(ItemOutcome::gone);
    if (run.epoch != item.epoch) return only(ItemOutcome::conflict);
    if (run.owner_incarnation != caller.incarnation && living(run.owner_instance, caller.incarnation)) {
        return only(ItemOutcome::refused);
    }
    const StoredJob *its_job = job_of(run);
    if (item.start && run.state != RunState::closed && its_job && !its_job->row.readable) {
        ItemResult unreadable = only(ItemOutcome::bad);
        unreadable.detail = "the row of its job cannot be read";
        return unreadable;
    }
    const std::optional<JobRow> job_before = its_job ? std::optional(its_job->row) : std::nullopt;
    ItemResult versions;
    ++run.epoch;
    run.owner_instance = caller.instance;
    run.owner_incarnation = caller.incarnation;
    if (item.start && run.state != RunState::closed) permit_start(run, versions);
    if (!item.start && run.state == RunState::claimed) { // its owner may have started it
        run.state = RunState::running;
        run.attempt_spent = true;
    }
    const RunRow before = *present;
    save(run);
    Change change{ChangeKind::begun, now_, &caller};
    change.run_before = &before;
    change.run_after = &run;
    change.job_before = job_before ? &*job_before : nullptr;
    change.job_after = its_job ? &its_job->row : nullptr;
    change.start = item.start;
    tell(change);
    ItemResult result = with_job(told(ItemOutcome::done, run));
    result.at = now_;
    result.version = versions.version;
    result.version_before = versions.version_before;
    return result;
}

void Store::move(RunRow &run, const Update &item, ItemResult &result) {
    if (item.to_state == RunState::waiting) {
        if (run.cancel_requested) return end_canceled(run, Reason::requested, result);
        run.state = RunState::waiting;
        run.wake_at = item.wake_at;
        run.attempt_spent = item.attempt_spent;
        return;
    }
    if (item.late_result != 0) {
        run.late_result = item.late_result;
        return;
    }
    if (run.state == RunState::closed && item.late_result != 0) {
        run.late_result = item.late_result;
        return;
    }
    if (run.state == RunState::closed) {
        run.announced = item.announced;
        run.wake_at = item.wake_at;
        return arm(run, item.next_fire, result);
    }
    if (!run.started_at) run.started_at = item.started_at;
    if (item.to_state == RunState::running) {
        run.state = RunState::running;
        run.attempt_spent = true;
        return;
    }
    run.error = item.error;
    run.output = item.output;
    run.output_truncated = item.output_truncated;
    run.announced = item.announced;
    run.wake_at = item.wake_at;
    end_run(run, item.outcome, item.reason, item.next_fire, result);
}

ItemResult Store::update(const Caller &caller, const Update &item) {
    const RunRow *present = find_run(item.run_id);
    if (!present) return only(ItemOutcome::gone);
    const bool owner = present->epoch == item.epoch && present->owner_incarnation == caller.incarnation;
    if (!owner && mutation_ != StoreMutation::ignores_epochs) return only(ItemOutcome::conflict);
    if (in_place(*present, item)) {
        ItemResult result = told(ItemOutcome::already, *present);
        result.at = present->finished_at;
        const StoredJob *job = job_of(*present);
        if (job && item.to_state == RunState::closed) result.version = job->row.version;
        return result;
    }
    const bool reopens = present->state == RunState::closed && item.to_state != RunState::closed;
    if ((item.from_states & static_cast<std::int32_t>(present->state)) == 0 || reopens) {
        return told(present->state == RunState::closed ? ItemOutcome::gone : ItemOutcome::conflict, *present);
    }
    const RunRow before = *present;
    RunRow run = before;
    const StoredJob *job = job_of(run);
    const std::optional<JobRow> job_before = job ? std::optional(job->row) : std::nullopt;
    ItemResult moved;
    move(run, item, moved);
    save(run);
    Change change{ChangeKind::updated, now_, &caller};
    change.run_before = &before;
    change.run_after = &run;
    change.job_before = job_before ? &*job_before : nullptr;
    change.job_after = job ? &job->row : nullptr;
    tell(change);
    ItemResult result = told(ItemOutcome::done, run);
    result.at = now_;
    result.version = moved.version;
    result.version_before = moved.version_before;
    return result;
}

ItemResult Store::ask_cancel(const Caller &caller, const AskCancel &item) {
    const RunRow *present = find_run(item.run_id);
    if (!present) return only(ItemOutcome::gone);
    if (present->state == RunState::closed) return told(ItemOutcome::gone, *present);
    if (present->cancel_requested) return told(ItemOutcome::already, *present);
    const RunRow before = *present;
    RunRow run = before;
    run.cancel_requested = true;
    run.reason = item.reason;
    const StoredJob *job = job_of(run);
    const std::optional<JobRow> job_before = job ? std::optional(job->row) : std::nullopt;
    ItemResult ended;
    if (run.state == RunState::waiting) end_canceled(run, item.reason, ended);
    save(run);
    Change change{ChangeKind::cancel_asked, now_, &caller};
    change.run_before = &before;
    change.run_after = &run;
    change.job_before = job_before ? &*job_before : nullptr;
    change.job_after = job ? &job->row : nullptr;
    tell(change);
    ItemResult result = told(ItemOutcome::done, run);
    result.at = now_;
    result.version = ended.version;
    result.version_before = ended.version_before;
    return result;
}

ItemResult Store::announce_record(const Caller &caller, const RecordAnnounced &item) {
    const auto found = records_.find(item.record_id);
    if (found == records_.end()) return only(ItemOutcome::gone);
    RecordRow &record = found->second;
    if (record.announced) return only(ItemOutcome::already);
    if (record.wake_at) wake_index_.erase({*record.wake_at, record.id});
    record.announced = true;
    record.wake_at.reset();
    Change change{ChangeKind::record_announced, now_, &caller};
    change.record = &record;
    tell(change);
    return only(ItemOutcome::done);
}

} // namespace simulation
