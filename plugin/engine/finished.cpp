#include "engine/finished.h"

#include "engine/mutation.h"

#include "engine/record.h"

#include <utility>

namespace gateway_scheduler::engine {

void Finished::check(const std::string &job_id) {
    const auto [check, first] = checks_.try_emplace(job_id);
    if (first)
        read_job(job_id);
    else
        check->second.again = true;
}

void Finished::read_job(const std::string &job_id) {
    core_.reads.push(ReadJob{job_id}, ForFinished{job_id});
}

void Finished::read_open_runs(const std::string &job_id) {
    ReadRuns open;
    open.job_id = job_id;
    open.states = kOpenStates;
    open.limit = 1;
    core_.reads.push(std::move(open), ForFinished{job_id});
}

void Finished::read(const std::string &job_id, const Read &read, const StorageAnswer &answer) {
    const auto check = checks_.find(job_id);
    if (check == checks_.end()) return; // of a membership that is over
    if (answer.status != CallStatus::ok) return done(job_id);
    if (std::holds_alternative<ReadJob>(read)) {
        if (answer.jobs.empty() || !may_go(answer.jobs.front())) return done(job_id);
        check->second.row = answer.jobs.front();
        return read_open_runs(job_id);
    }
    const bool alone = answer.runs.empty() || mutated(Mutation::deletes_beside_runs);
    if (!alone) return done(job_id); // the end of its last run asks again
    remove(check->second.row);
}

bool Finished::may_go(const JobRow &row) {
    const Definition &definition = *row.definition;
    const bool asked = row.readable && definition.delete_when_finished && !definition.paused && !row.next_fire;
    if (!asked || mutated(Mutation::keeps_the_finished)) return false;
    const auto times = core_.timetable_of(definition);
    return times && times.value()->over(core_.store_now(), row.fires);
}

void Finished::remove(const JobRow &row) {
    RemoveJob remove;
    remove.id = row.definition->id;
    remove.version = row.version;
    remove.record = make_job_event(core_, remove.id, row.definition.get(), row.generation, Reason::finished,
                                   "deleted: it can fire no more");
    const FinishedOwner owner{remove.id};
    core_.writes.push(std::move(remove), owner);
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
    checks_.erase(job_id);
    check(job_id); // somebody has written it meanwhile
}

void Finished::done(const std::string &job_id) {
    const auto check = checks_.find(job_id);
    if (check != checks_.end() && std::exchange(check->second.again, false)) return read_job(job_id);
    if (check != checks_.end()) checks_.erase(check);
    runs_.removal_settled(job_id);
}

} // namespace gateway_scheduler::engine
