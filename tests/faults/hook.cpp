#include "faults/hook.h"

namespace faults {

namespace {

constexpr HookFacts kHooks[] = {
    {Hook::join, "join", Stage::starting},
    {Hook::beat, "beat", Stage::firing},
    {Hook::retire, "retire", Stage::swapping},
    {Hook::retire_another, "retire_another", Stage::starting},
    {Hook::replicas, "replicas", Stage::starting},
    {Hook::get_job, "get_job", Stage::editing},
    {Hook::jobs, "jobs", Stage::starting},
    {Hook::due_jobs, "due_jobs", Stage::firing},
    {Hook::wake_runs, "wake_runs", Stage::firing},
    {Hook::runs, "runs", Stage::swapping},
    {Hook::records, "records", Stage::asking},
    {Hook::calendars, "calendars", Stage::starting},
    {Hook::put_job, "put_job", Stage::editing},
    {Hook::remove_job, "remove_job", Stage::removing},
    {Hook::disable_job, "disable_job", Stage::spoiling},
    {Hook::claim, "claim", Stage::firing},
    {Hook::pass, "pass", Stage::firing},
    {Hook::begin, "begin", Stage::firing},
    {Hook::take_over, "take_over", Stage::starting},
    {Hook::update, "update", Stage::firing},
    {Hook::ask_cancel, "ask_cancel", Stage::canceling},
    {Hook::records_announced, "records_announced", Stage::firing},
    {Hook::start, "start", Stage::firing},
    {Hook::cancel, "cancel", Stage::canceling},
    {Hook::query, "query", Stage::swapping},
    {Hook::release, "release", Stage::firing},
    {Hook::notify, "notify", Stage::firing},
};

constexpr const char *kFaults[] = {"unavailable", "answer_lost", "failed", "hangs", "throws", "throws_no_exception"};

} // namespace

std::span<const HookFacts> all_hooks() {
    return kHooks;
}

const HookFacts &facts(Hook hook) {
    return all_hooks()[static_cast<std::size_t>(hook)];
}

const char *name(Fault fault) {
    return std::span(kFaults)[static_cast<std::size_t>(fault)];
}

std::vector<Fault> faults_of(Hook hook) {
    // It answers nothing: without effect it is a call that is lost.
    if (hook == Hook::release) return {Fault::unavailable, Fault::hangs, Fault::throws};
    std::vector<Fault> faults = {Fault::unavailable, Fault::answer_lost, Fault::failed, Fault::hangs, Fault::throws};
    const bool one_of_its_kind =
        hook == Hook::claim || hook == Hook::due_jobs || hook == Hook::start || hook == Hook::notify;
    if (one_of_its_kind) faults.push_back(Fault::throws_no_exception);
    return faults;
}

std::string name(const Fate &fate) {
    return std::string(facts(fate.hook).name) + " " + name(fate.fault);
}

bool shared_store(const Fate &fate) {
    const bool of_a_lease = fate.hook == Hook::join || fate.hook == Hook::beat || fate.hook == Hook::retire ||
                            fate.hook == Hook::retire_another || fate.hook == Hook::replicas;
    return of_a_lease || fate.fault == Fault::hangs;
}

} // namespace faults
