#include "engine/finished.h"

#include "engine/mutation.h"

#include "engine/record.h"

namespace gateway_scheduler::engine {

namespace {
constexpr std::int32_t kOpenStates = static_cast<std::int32_t>(RunState::claimed) |
                                     static_cast<std::int32_t>(RunState::running) |
                                     static_cast<std::int32_t>(RunState::waiting);
} // namespace

void Finished::check(const std::string &job_id) {
    if (!checking_.insert(job_id).second) return;
    ReadRuns open;
    open.job_id = job_id;
    open.states = kOpenStates;
    open.limit = 1;
    core_.reads.push(std::move(open), ForFinished{job_id});
}

void Finished::read(const std::string &job_id, const Read &read, const StorageAnswer &answer) {
    const bool open_runs = std::holds_alternative<ReadRuns>(read);
    const bool alone = answer.runs.empty() || mutated(Mutation::deletes_beside_runs);
    const bool found = open_runs ? alone : !answer.jobs.empty();
    if (answer.status != CallStatus::ok || !found) return done(job_id); // the end of its last run asks again
    if (open_runs) return core_.reads.push(ReadJob{job_id}, ForFinished{job_id});
    judge(answer.jobs.front());
}

void Finished::judge(const JobRow &row) {
    const std::string &job_id = row.definition->id;
    const Definition &definition = *row.definition;
    const bool asked = row.readable && definition.delete_when_finished && !definition.paused && !row.next_fire;
    const auto times = asked ? core_.timetable_of(definition) : schedule::Result<Timetable>(Timetable());
    if (!asked || !times || mutated(Mutation::keeps_the_finished) || !times.value()->over(core_.store_now(), row.fires))
        return done(job_id);
    RemoveJob remove;
    remove.id = job_id;
    remove.version = row.version;
    remove.record =
        make_job_event(core_, job_id, &definition, row.generation, Reason::finished, "deleted: it can fire no more");
    core_.writes.push(std::move(remove), FinishedOwner{job_id});
}

void Finished::settled(const WrittenItem &written, const ItemResult &result) {
    const std::string job_id = std::get<FinishedOwner>(written.owner).job_id;
    const bool done_so = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already ||
                         result.outcome == ItemOutcome::gone;
    if (done_so) {
        core_.log(LogLevel::info, "job " + job_id + " is deleted: it can fire no more");
        jobs_.removed(job_id);
    }
    const bool again = result.outcome == ItemOutcome::conflict || result.outcome == ItemOutcome::stale;
    if (!again) return done(job_id);
    checking_.erase(job_id);
    check(job_id); // somebody has written it meanwhile
}

void Finished::done(const std::string &job_id) {
    checking_.erase(job_id);
    runs_.removal_settled(job_id);
}

} // namespace gateway_scheduler::engine
