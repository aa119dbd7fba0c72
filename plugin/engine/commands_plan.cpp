// The steps of each command.
#include "engine/commands.h"

#include "engine/mutation.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
// How often claims that are on their way to an executor are looked for.
constexpr Duration kHoldLook = std::chrono::milliseconds(100);
constexpr const char *kKeyFull = "another run of this job, or of its concurrency key, is active";

void keep_pause(Definition &definition, const Definition &old) {
    definition.paused = old.paused;
    definition.pause_reason = old.pause_reason;
}

// For people: a job that waits for an instance to start has no time.
std::optional<Instant> shown_fire(const JobRow &row) {
    return row.fire_at == kAtStart ? std::nullopt : row.fire_at;
}
} // namespace

void Commands::plan(Command &command, const StorageAnswer &answer) {
    const JobRow *job = answer.jobs.empty() ? nullptr : &answer.jobs.front();
    if (auto *put = std::get_if<PutCommand>(&command.request)) {
        if (put->keeps_pause && job && job->readable) keep_pause(put->definition, *job->definition);
        return plan_put(command, *put, job);
    }
    if (!job) return refuse(command, CommandStatus::not_found, "there is no such job");
    if (std::holds_alternative<RemoveCommand>(command.request)) return plan_remove(command, *job);
    if (!job->readable) {
        return refuse(command, CommandStatus::failed, "the job's row in the store cannot be read; store it anew");
    }
    if (const auto *pause = std::get_if<PauseCommand>(&command.request)) {
        command.reply.revision = job->revision;
        return plan_edit(command, pause_job(core_, *job, pause->reason));
    }
    auto timetable = core_.timetable_of(*job->definition);
    if (!timetable) return refuse(command, CommandStatus::refused, timetable.error().text);
    command.timetable = timetable.value();
    if (std::holds_alternative<ResumeCommand>(command.request)) {
        command.reply.revision = job->revision;
        command.reply.next_fire_at = shown_fire(*job);
        return plan_edit(command, resume_job(core_, *job, *command.timetable));
    }
    plan_run(command, *job);
}

void Commands::plan_put(Command &command, const PutCommand &put, const JobRow *old) {
    const std::int64_t revision = old ? old->revision : 0;
    if (put.expected_revision >= 0 && put.expected_revision != revision) {
        const std::string found = old ? "the job has revision " + std::to_string(revision) : "there is no such job";
        const std::string expected = put.expected_revision == 0
                                         ? "no job of this id was expected"
                                         : "revision " + std::to_string(put.expected_revision) + " was expected";
        command.reply.revision = revision;
        return refuse(command, CommandStatus::conflict, found + ", and " + expected);
    }
    for (const std::string &name : put.definition.calendars) {
        if (core_.calendars.knows(name)) continue;
        command.reply.field = "calendars";
        return refuse(command, CommandStatus::invalid,
                      "the calendar " + name + " is unknown; expected the name of one that the host keeps");
    }
    auto timetable = core_.timetable_of(put.definition);
    if (!timetable) {
        command.reply.field = timetable.error().field;
        command.reply.position = timetable.error().position;
        return refuse(command, CommandStatus::invalid, timetable.error().text);
    }
    if (!timetable.value()->fires_after(core_.store_now())) {
        const bool kept = old && old->readable && *old->definition == put.definition;
        if (!kept) {
            command.reply.field = "schedule";
            return refuse(command, CommandStatus::invalid,
                          std::string("the schedule has no fire left") +
                              (put.definition.calendars.empty() ? "" : " that its calendars do not exclude") +
                              "; expected one that fires at some time from now on");
        }
    }
    if (!old) return plan_edit(command, create_job(core_, put.definition, *timetable.value()));
    if (!old->readable) { // stored anew, in its place
        Edit edit = create_job(core_, put.definition, *timetable.value());
        edit.what = ChangeKind::updated;
        edit.put->expected_version = old->version;
        edit.put->row.generation = old->generation;
        edit.put->row.revision = old->revision + 1;
        return plan_edit(command, std::move(edit));
    }
    const auto old_timetable = core_.timetable_of(*old->definition);
    const JobTimes *old_times = old_timetable ? old_timetable.value().get() : nullptr;
    Edit edit = update_job(core_, *old, old_times, put.definition, *timetable.value());
    if (!edit.put) {
        command.reply.revision = old->revision;
        command.reply.next_fire_at = shown_fire(*old);
    }
    plan_edit(command, std::move(edit));
}

void Commands::plan_edit(Command &command, Edit edit) {
    if (!edit.put) {
        command.reply.change = edit.what;
        // An earlier pause may have returned to nobody: this one keeps the promise as well.
        const auto *put = std::get_if<PutCommand>(&command.request);
        const bool put_pauses = put && put->definition.paused && !put->keeps_pause;
        const bool pausing = std::holds_alternative<PauseCommand>(command.request) || put_pauses;
        return pausing ? hold(command, core_.now, 1) : finish(command);
    }
    command.reply.revision = edit.put->row.revision;
    command.reply.next_fire_at = shown_fire(edit.put->row);
    push(command, std::move(*edit.put));
}

void Commands::plan_remove(Command &command, const JobRow &old) {
    command.reply.revision = old.revision;
    if (!old.readable) return push(command, RemoveJob{old.definition->id, old.version, std::nullopt});
    const auto timetable = core_.timetable_of(*old.definition);
    push(command, remove_job(core_, old, timetable ? timetable.value().get() : nullptr));
}

void Commands::plan_run(Command &command, const JobRow &job) {
    const Definition &definition = *job.definition;
    if (definition.paused) return refuse(command, CommandStatus::refused, "the job is paused");
    if (!core_.capacity.fits(units_of(definition))) {
        const bool key_full = core_.key_use.runs(active_key(definition)) >= definition.max_active;
        if (key_full) return refuse(command, CommandStatus::refused, kKeyFull);
        return refuse(command, CommandStatus::unavailable, "all capacity of this scheduler is in use");
    }
    Claim claim;
    claim.definition = job.definition;
    claim.generation = job.generation;
    claim.version = job.version;
    claim.revision = job.revision;
    claim.trigger = mutated(Mutation::manual_is_scheduled) ? Trigger::schedule : Trigger::manual;
    claim.run_id = core_.new_id();
    claim.due_at = core_.store_now();
    claim.concurrency_key = active_key(definition);
    claim.max_active = definition.max_active;
    command.units = units_of(definition);
    core_.capacity.take(command.units);
    push(command, std::move(claim));
}

std::optional<WonClaim> Commands::run_settled(Command &command, const WrittenItem &written, const ItemResult &result) {
    const auto &claim = std::get<Claim>(written.item);
    switch (result.outcome) {
    case ItemOutcome::done:
    case ItemOutcome::already:
        break;
    case ItemOutcome::busy:
        if (command.id != 0) refuse(command, CommandStatus::refused, kKeyFull);
        return std::nullopt;
    default:
        core_.capacity.give_back(std::exchange(command.units, 0));
        if (command.id != 0) again(command);
        return std::nullopt;
    }
    if (command.id == 0) core_.capacity.take(units_of(*claim.definition)); // given back when its caller was answered
    command.units = 0;                                                     // the run holds it from now on
    ++core_.stats.claims;
    if (command.id != 0) {
        command.reply.run_id = claim.run_id;
        finish(command);
    }
    const bool moved = result.outcome == ItemOutcome::done; // after `already` others may have written the job
    VersionMove move;
    move.job_id = claim.definition->id;
    move.generation = claim.generation;
    move.before = moved ? claim.version : 0;
    move.after = result.version;
    jobs_.version_moved(move);
    return WonClaim{claim, result.payload, written.first_sent, result.at, command.timetable, 0};
}

void Commands::cancel_settled(Command &command, const ItemResult &result) {
    if (result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already) return finish(command);
    const bool closed = result.state == RunState::closed;
    if (closed) return refuse(command, CommandStatus::stale, "the run has ended already");
    refuse(command, CommandStatus::not_found, "there is no such run");
}

void Commands::write_settled(Command &command, const WrittenItem &written, const ItemResult &result) {
    const auto *put = std::get_if<PutJob>(&written.item);
    const auto *remove = std::get_if<RemoveJob>(&written.item);
    const bool done = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already ||
                      (remove && result.outcome == ItemOutcome::gone && written.in_doubt);
    const bool doubtful = written.in_doubt && !mutated(Mutation::redoes_the_doubtful);
    if (!done && doubtful && result.outcome == ItemOutcome::conflict) {
        return refuse(command, CommandStatus::doubtful,
                      "the store's answer was lost and the job has been written since; the change was perhaps applied");
    }
    if (!done) return again(command);
    command.reply.running_runs = result.running_runs;
    if (remove) {
        command.reply.change = ChangeKind::removed;
        if (remove->record) notices_.add(*remove->record);
        jobs_.removed(remove->id);
    } else {
        command.reply.change = put->expected_version == 0 ? ChangeKind::created : ChangeKind::updated;
        if (std::holds_alternative<PauseCommand>(command.request)) command.reply.change = ChangeKind::paused;
        if (std::holds_alternative<ResumeCommand>(command.request)) command.reply.change = ChangeKind::resumed;
        if (put->record) notices_.add(*put->record);
        JobRow row = put->row;
        row.version = result.version;
        if (put->expected_version == 0) row.generation = result.version;
        if (result.outcome == ItemOutcome::done)
            jobs_.stored(row);
        else
            core_.reads.push(ReadJob{row.definition->id}, ForJob{row.definition->id});
    }
    if (remove || put->hold)
        hold(command, written.first_sent, result.claimed_runs);
    else
        finish(command);
}

// A claim that was committed before may be on its way to an executor, here or on another replica, for as long as its
// permission to start is valid.
void Commands::hold(Command &command, Moment committed, std::int32_t claimed) {
    command.holds_until = std::max(committed, core_.now) + core_.config.start_window + core_.config.start_window_margin;
    if (claimed == 0 || mutated(Mutation::pause_returns_at_once)) return finish(command);
    command.look_again_at = core_.now + kHoldLook;
    set_timer(command);
}

void Commands::hold_read(Command &command, const StorageAnswer &answer) {
    const bool none_left = answer.status == CallStatus::ok && answer.runs.empty();
    if (none_left || core_.now >= *command.holds_until) return finish(command);
    command.look_again_at = core_.now + kHoldLook;
    set_timer(command);
}

} // namespace gateway_scheduler::engine
