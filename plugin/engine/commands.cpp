#include "engine/commands.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

constexpr int kConflictLimit = 20;

const std::string &job_of(const CommandRequest &request) {
    static const std::string none;
    return std::visit(
        [](const auto &command) -> const std::string & {
            using Type = std::decay_t<decltype(command)>;
            if constexpr (std::is_same_v<Type, PutCommand>)
                return command.definition.id;
            else if constexpr (std::is_same_v<Type, CancelRunCommand>)
                return none;
            else
                return command.job_id;
        },
        request);
}

} // namespace

void Commands::submit(CommandId id, CommandRequest request, Moment deadline) {
    auto &slot = commands_[id];
    slot = std::make_unique<Command>();
    slot->id = id;
    slot->request = std::move(request);
    slot->deadline = deadline;
    slot->reply.command = id;
    set_timer(*slot);
    if (core_.stopping)
        refuse(*slot, CommandStatus::not_running, "the scheduler is stopping");
    else if (core_.joined)
        begin(*slot);
    sweep();
}

void Commands::joined() {
    for (auto &[id, command] : commands_) {
        if (!command->begun) begin(*command);
    }
    sweep();
}

void Commands::begin(Command &command) {
    command.begun = true;
    if (const auto *cancel = std::get_if<CancelRunCommand>(&command.request)) {
        return push(command, AskCancel{cancel->run_id, Reason::requested});
    }
    const auto *put = std::get_if<PutCommand>(&command.request);
    if (put && !put->definition.calendars.empty()) core_.reads.push(ReadCalendars{}, ForCalendars{}); // answered first
    core_.reads.push(ReadJob{job_of(command.request)}, ForCommand{command.id});
}

void Commands::push(Command &command, WriteItem item) {
    command.written = true;
    core_.writes.push(std::move(item), CommandOwner{command.id});
}

void Commands::again(Command &command) {
    if (++command.conflicts > kConflictLimit) {
        return refuse(command, CommandStatus::unavailable, "the job is being changed by others all the time");
    }
    command.written = false;
    begin(command);
}

void Commands::finish(Command &command) {
    core_.capacity.give_back(std::exchange(command.units, 0));
    core_.decide(std::move(command.reply));
    over_.push_back(command.id);
}

void Commands::refuse(Command &command, CommandStatus status, std::string text) {
    command.reply.status = status;
    command.reply.text = std::move(text);
    finish(command);
}

void Commands::sweep() {
    for (const CommandId id : over_) {
        const auto found = commands_.find(id);
        if (found == commands_.end()) continue;
        timers_.remove(*found->second);
        commands_.erase(found);
    }
    over_.clear();
}

void Commands::read(CommandId id, const StorageAnswer &answer) {
    const auto found = commands_.find(id);
    if (found == commands_.end()) return;
    Command &command = *found->second;
    if (command.holds_until)
        hold_read(command, answer);
    else if (answer.status != CallStatus::ok)
        refuse(command, CommandStatus::failed, answer.error);
    else
        plan(command, answer);
    sweep();
}

std::optional<WonClaim> Commands::settled(CommandId id, const WrittenItem &written, const ItemResult &result) {
    const auto found = commands_.find(id);
    if (found == commands_.end()) { // its caller has gone; a run that it won is taken care of all the same
        Command orphan;
        if (std::holds_alternative<Claim>(written.item)) return run_settled(orphan, written, result);
        return std::nullopt;
    }
    Command &command = *found->second;
    std::optional<WonClaim> won;
    if (result.outcome == ItemOutcome::bad)
        refuse(command, CommandStatus::failed, result.detail);
    else if (result.outcome == ItemOutcome::refused) {
        refuse(command, written.in_doubt ? CommandStatus::doubtful : CommandStatus::unavailable,
               "this scheduler's membership has been taken over");
    } else if (std::holds_alternative<Claim>(written.item))
        won = run_settled(command, written, result);
    else if (std::holds_alternative<AskCancel>(written.item))
        cancel_settled(command, result);
    else
        write_settled(command, written, result);
    sweep();
    return won;
}

void Commands::tick() {
    while (!timers_.empty() && timers_.first_deadline() <= core_.now) {
        Command &command = timers_.first();
        timers_.remove(command);
        time_has_come(command);
    }
    sweep();
}

void Commands::time_has_come(Command &command) {
    if (command.look_again_at && core_.now >= *command.look_again_at) {
        command.look_again_at.reset();
        ReadRuns claimed;
        claimed.job_id = job_of(command.request);
        claimed.states = static_cast<std::int32_t>(RunState::claimed);
        claimed.limit = 1;
        core_.reads.push(std::move(claimed), ForCommand{command.id});
    }
    if (core_.now < command.holds_until.value_or(command.deadline)) return set_timer(command);
    if (command.holds_until)
        finish(command);
    else if (command.written)
        refuse(command, CommandStatus::doubtful, "the store has not answered in time; the change was perhaps applied");
    else
        refuse(command, CommandStatus::unavailable, "the store has not answered in time; nothing was changed");
}

void Commands::set_timer(Command &command) {
    const Moment end = command.holds_until.value_or(command.deadline);
    timers_.set(command, std::min(end, command.look_again_at.value_or(end)));
}

void Commands::end_all(const std::string &why) {
    for (auto &[id, command] : commands_) {
        // One that only holds is done when this scheduler stops: nothing more is started by it.
        if (command->holds_until && core_.stopping)
            finish(*command);
        else
            refuse(*command, command->written ? CommandStatus::doubtful : CommandStatus::unavailable, why);
    }
    sweep();
}

} // namespace gateway_scheduler::engine
