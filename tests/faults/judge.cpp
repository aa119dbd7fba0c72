#include "faults/judge.h"

#include <algorithm>
#include <iterator>

namespace faults {

namespace {

constexpr std::int64_t kSecond = 1'000'000;

using Problems = std::vector<std::string>;

bool is_one_of(Hook hook, std::initializer_list<Hook> hooks) {
    return std::find(hooks.begin(), hooks.end(), hook) != hooks.end();
}

std::map<std::int64_t, int> disposed_instants(const Evidence &evidence, const JobOnRecord &job, Problems &problems) {
    std::map<std::int64_t, int> disposed;
    for (const RunOnRecord &run : evidence.runs) {
        if (run.job_id == job.id && run.scheduled) ++disposed[run.due_at];
    }
    for (const RecordOnRecord &record : evidence.records) {
        if (record.job_id != job.id || record.kind == "event") continue;
        std::int64_t instants = 0;
        for (std::int64_t at = record.first_due; at <= record.last_due; at += kSecond, ++instants) ++disposed[at];
        if (record.count != instants) {
            problems.push_back(job.id + ": a record counts " + std::to_string(record.count) + " instants and spans " +
                               std::to_string(instants));
        }
    }
    return disposed;
}

// Each instant of a job of every second, from when it was added to its cursor, is on record exactly once. The first
// fire is planned before the row is written, so that instants from before the writing may be there as well.
void judge_instants(const Evidence &evidence, Problems &problems) {
    for (const JobOnRecord &job : evidence.jobs) {
        if (job.schedule != kEverySecond) continue;
        const auto disposed = disposed_instants(evidence, job, problems);
        if (disposed.empty()) {
            problems.push_back(job.id + ": nothing ever happened");
            continue;
        }
        const std::int64_t first = std::min(disposed.begin()->first, job.created_at / kSecond * kSecond + kSecond);
        for (std::int64_t at = first; at <= job.cursor; at += kSecond) {
            const auto found = disposed.find(at);
            const int times = found == disposed.end() ? 0 : found->second;
            if (times != 1) {
                problems.push_back(job.id + ": instant " + std::to_string(at) + " is on record " +
                                   std::to_string(times) + " times");
            }
        }
        if (disposed.rbegin()->first != job.cursor) {
            problems.push_back(job.id + ": the cursor is " + std::to_string(job.cursor) +
                               ", the last instant on record " + std::to_string(disposed.rbegin()->first));
        }
    }
}

void judge_starts(const Evidence &evidence, Problems &problems) {
    if (evidence.repeated_starts != 0) {
        problems.push_back(std::to_string(evidence.repeated_starts) + " attempts were started twice");
    }
    // What was started and is said to have failed may be tried again beside itself.
    const bool misled = evidence.fate.hook == Hook::start && (evidence.fate.fault == Fault::answer_lost ||
                                                              evidence.fate.fault == Fault::throws_no_exception);
    if (evidence.overlapping_starts > (misled ? 1 : 0)) {
        problems.push_back(std::to_string(evidence.overlapping_starts) + " attempts began beside another of their job");
    }
    std::set<std::string> started;
    for (const Started &start : evidence.started) {
        started.insert(start.run_id);
        const bool paused = start.job_id == evidence.paused_job && start.at > evidence.pause_returned &&
                            start.at < evidence.resume_called;
        if (paused) problems.push_back("run " + start.run_id + " was started after the pause of its job had returned");
    }
    for (const RunOnRecord &run : evidence.runs) {
        if (run.job_id == evidence.orphaned_job && started.contains(run.id)) {
            problems.push_back("run " + run.id + " of " + run.job_id +
                               ", perhaps started by another executor, was started");
        }
        if (run.outcome == "succeeded" && !started.contains(run.id)) {
            problems.push_back("run " + run.id + " of " + run.job_id + " succeeded and was never started");
        }
    }
}

// The event that a notice about it tells of; 0: none.
std::int32_t event_of(const RunOnRecord &run) {
    static const std::map<std::string, std::int32_t> events = {
        {"succeeded", GS_NOTIFY_COMPLETED}, {"failed", GS_NOTIFY_FAILED},   {"timed_out", GS_NOTIFY_FAILED},
        {"lost", GS_NOTIFY_FAILED},         {"rejected", GS_NOTIFY_FAILED}, {"canceled", GS_NOTIFY_CANCELED},
        {"skipped", GS_NOTIFY_SKIPPED},     {"expired", GS_NOTIFY_SKIPPED},
    };
    const auto found = events.find(run.outcome);
    return found == events.end() ? 0 : found->second;
}

std::int32_t event_of(const RecordOnRecord &record) {
    if (record.kind == "skipped" || record.kind == "expired") return GS_NOTIFY_SKIPPED;
    if (record.kind == "missed") return GS_NOTIFY_MISSED;
    const bool disabled = record.reason == "unreadable" || record.reason == "bad_schedule";
    return record.kind == "event" && disabled ? GS_NOTIFY_DISABLED : 0;
}

// Told once or more, of what is on record and of nothing else.
template <class Row>
int notices_lost(const Evidence &evidence, const Row &row, Problems &problems) {
    const std::int32_t event = event_of(row);
    const auto found = evidence.told.find(row.id);
    if (found == evidence.told.end()) return event == 0 ? 0 : 1;
    if (found->second != std::set{event}) {
        problems.push_back("the notice of " + row.id + " of " + row.job_id + " contradicts the record");
    }
    return 0;
}

// A job that is gone does not say any more what its owner wants to hear.
bool job_exists(const Evidence &evidence, const std::string &job_id) {
    return std::any_of(evidence.jobs.begin(), evidence.jobs.end(),
                       [&](const JobOnRecord &job) { return job.id == job_id; });
}

void judge_notices(const Evidence &evidence, Problems &problems) {
    int lost = 0;
    for (const RunOnRecord &run : evidence.runs) {
        const bool settled = run.claimed_at <= evidence.settled_until && job_exists(evidence, run.job_id);
        if (!settled) continue;
        if (!run.announced) problems.push_back("run " + run.id + " of " + run.job_id + " was never announced");
        lost += notices_lost(evidence, run, problems);
    }
    for (const RecordOnRecord &record : evidence.records) {
        const bool settled = record.at <= evidence.settled_until && job_exists(evidence, record.job_id);
        if (!settled) continue;
        if (!record.announced)
            problems.push_back("record " + record.id + " of " + record.job_id + " was never announced");
        lost += notices_lost(evidence, record, problems);
    }
    // What the notifier refuses for good is given up.
    const bool given_up = evidence.fate.hook == Hook::notify && evidence.fate.fault == Fault::failed;
    if (lost > (given_up ? 1 : 0)) problems.push_back(std::to_string(lost) + " notices were lost");
}

// A write that fails for good switches its job off, and says so. Nothing else does.
void judge_disabled(const Evidence &evidence, Problems &problems) {
    const bool switches_off =
        evidence.fate.fault == Fault::failed &&
        is_one_of(evidence.fate.hook, {Hook::claim, Hook::pass, Hook::begin, Hook::take_over, Hook::update});
    int bad_schedules = 0;
    int unreadable = 0;
    for (const RecordOnRecord &record : evidence.records) {
        bad_schedules += record.reason == "bad_schedule" && record.job_id == evidence.spoilt_job ? 1 : 0;
        unreadable += record.reason == "unreadable" ? 1 : 0;
    }
    if (bad_schedules != 1) {
        problems.push_back("the job with a bad schedule was disabled " + std::to_string(bad_schedules) + " times");
    }
    if (unreadable > (switches_off ? 1 : 0)) problems.push_back(std::to_string(unreadable) + " jobs were switched off");
}

// The answer of an outside write may be lost for good: somebody else has written the job since (protocol: in doubt).
bool may_be_doubtful(const Fate &fate) {
    return shared_store(fate) || fate.hook == Hook::put_job || fate.hook == Hook::remove_job;
}

// Who may hear of the fault: the caller of a command that it hits for good, and whoever calls while a lease is lost.
void judge_refusals(const Evidence &evidence, Problems &problems) {
    const Fate &fate = evidence.fate;
    int failed = 0;
    for (const Refusal &refusal : evidence.refusals) {
        const bool for_good = refusal.status == GS_FAILED && fate.fault == Fault::failed;
        const bool lost = (refusal.status == GS_DOUBTFUL && may_be_doubtful(fate)) ||
                          (refusal.status == GS_UNAVAILABLE && shared_store(fate));
        failed += for_good ? 1 : 0;
        if (!for_good && !lost) {
            problems.push_back(refusal.call + " was answered " + std::to_string(refusal.status) + ": " + refusal.text);
        }
    }
    const bool of_a_command = is_one_of(
        fate.hook, {Hook::join, Hook::replicas, Hook::records, Hook::put_job, Hook::remove_job, Hook::ask_cancel});
    const int expected = evidence.first_call && of_a_command && fate.fault == Fault::failed ? 1 : 0;
    const int most = fate.fault == Fault::failed ? 1 : 0;
    if (failed < expected || failed > most) {
        problems.push_back(std::to_string(failed) + " callers were told of a permanent failure, expected " +
                           std::to_string(expected));
    }
}

} // namespace

std::vector<std::string> judge(const Evidence &evidence) {
    Problems problems;
    judge_instants(evidence, problems);
    judge_starts(evidence, problems);
    judge_notices(evidence, problems);
    judge_disabled(evidence, problems);
    judge_refusals(evidence, problems);
    // The last retirement is not asked for twice when it fails for good: whoever joins next retires the row.
    const bool left = evidence.fate.hook == Hook::retire && evidence.fate.fault == Fault::failed;
    if (evidence.living_replicas > (left && !evidence.first_call ? 1 : 0)) {
        problems.emplace_back("a replica is left that never retired");
    }
    return problems;
}

std::vector<std::string> judge_open_runs(const std::vector<RunOnRecord> &runs) {
    Problems problems;
    for (const RunOnRecord &run : runs) {
        const bool open = run.state == "claimed" || run.state == "running";
        if (open) problems.push_back("run " + run.id + " of " + run.job_id + " is " + run.state + " after the drain");
    }
    return problems;
}

} // namespace faults
