// What the host asked for, and what it was told.
#include "judge_edits.h"

#include <type_traits>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

std::string job_of(const CommandRequest &request) {
    return std::visit(
        [](const auto &command) -> std::string {
            using Type = std::decay_t<decltype(command)>;
            if constexpr (std::is_same_v<Type, PutCommand>)
                return command.definition.id;
            else if constexpr (std::is_same_v<Type, CancelRunCommand>)
                return {};
            else
                return command.job_id;
        },
        request);
}

} // namespace

void JudgeOfEdits::submitted(CommandId id, const CommandRequest &request, std::uint64_t scheduler) {
    ++notes_.activity;
    if (std::holds_alternative<ExplainCommand>(request)) {
        questions_.insert(id);
        return;
    }
    const auto asked = notes_.schedulers.find(scheduler);
    const bool member = asked != notes_.schedulers.end() && asked->second.member;
    const bool may_fail = std::holds_alternative<RunNowCommand>(request) || !member;
    requests_[id] = {job_of(request), notes_.store.now(), notes_.clock(), scheduler, may_fail};
    ++notes_.unanswered;
    const auto *put = std::get_if<PutCommand>(&request);
    if (put && !put->definition.labels.empty()) {
        ++asked_[put->definition.id + ' ' + put->definition.labels.front().second];
    }
}

void JudgeOfEdits::doubt(const Request &request) {
    const auto known = doubtful_.find(request.job_id);
    if (known == doubtful_.end() || request.at < known->second) doubtful_[request.job_id] = request.at;
}

std::string JudgeOfEdits::replied(const Reply &reply) {
    ++notes_.activity;
    if (questions_.erase(reply.command) != 0) return {};
    const auto found = requests_.find(reply.command);
    if (found == requests_.end()) {
        notes_.violation("a command was replied to twice, or never given");
        return {};
    }
    const Request request = found->second;
    requests_.erase(found);
    --notes_.unanswered;
    if (reply.status == CommandStatus::doubtful || reply.status == CommandStatus::unavailable) doubt(request);
    check_reply(reply, request);
    if (reply.status != CommandStatus::ok || reply.change == engine::ChangeKind::none) return {};
    const StoredJob *job = notes_.store.find_job(request.job_id);
    if (job && !job->row.definition->paused) return {};
    silenced_.insert(request.job_id);
    return request.job_id;
}

// With a storage that answers, everything that is asked for comes to something.
void JudgeOfEdits::check_reply(const Reply &reply, const Request &request) {
    const bool nothing = reply.status == CommandStatus::unavailable || reply.status == CommandStatus::doubtful;
    const auto scheduler = notes_.schedulers.find(request.scheduler);
    const bool steady = scheduler != notes_.schedulers.end() && !scheduler->second.stop_called &&
                        request.since - scheduler->second.made_at > 1min;
    // After an outage it joins again, and perhaps waits a lease for that.
    const bool in_its_way =
        !notes_.undisturbed(notes_.clock() - request.since + 1min + 2 * notes_.setting.config.lease);
    if (!nothing || !steady || in_its_way || request.may_fail) return;
    notes_.violation("a change of job " + request.job_id + " came to nothing, with nothing in its way: " + reply.text);
}

void JudgeOfEdits::nobody_replies(std::uint64_t scheduler) {
    for (auto request = requests_.begin(); request != requests_.end();) {
        if (request->second.scheduler == scheduler) {
            doubt(request->second);
            request = requests_.erase(request);
            --notes_.unanswered;
        } else {
            ++request;
        }
    }
}

void JudgeOfEdits::clock_stepped(Instant now) {
    for (auto &[id, request] : requests_) request.at = std::min(request.at, now);
    for (auto &[job, at] : doubtful_) at = std::min(at, now);
}

} // namespace simulation
