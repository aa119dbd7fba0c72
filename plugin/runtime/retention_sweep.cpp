#include "runtime/retention_sweep.h"

#include <limits>

namespace gateway_scheduler::runtime {

namespace {

constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();

// With separators, as people read them.
std::string number(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string counted(std::int64_t count, const std::string &one) {
    return number(count) + ' ' + one + (count == 1 ? "" : "s");
}

std::string span(std::chrono::seconds seconds) {
    if (seconds.count() % 86'400 == 0) return counted(seconds.count() / 86'400, "day");
    if (seconds.count() % 3600 == 0) return counted(seconds.count() / 3600, "hour");
    return counted(seconds.count(), "second");
}

// "older than 90 days or beyond the newest 100 of their job"
std::string rule(const std::optional<std::chrono::seconds> &age, const std::optional<std::int64_t> &count) {
    const std::string old = age ? "older than " + span(*age) : "";
    const std::string many = count ? "beyond the newest " + number(*count) + " of their job" : "";
    if (old.empty() && many.empty()) return "kept for ever";
    return old + (old.empty() || many.empty() ? "" : " or ") + many;
}

Purge purge(PurgeKind kind) {
    Purge made;
    made.kind = kind;
    made.limit = RetentionSweep::kRowsPerCall;
    return made;
}

} // namespace

RetentionSweep::RetentionSweep(const RetentionPolicy &policy, engine::Instant now) : policy_(policy) {
    if (policy.runs_for) {
        Purge runs = purge(PurgeKind::runs_by_age);
        runs.before = now - *policy.runs_for;
        if (policy.failures_for) runs.failures_before = now - *policy.failures_for;
        Purge records = purge(PurgeKind::records_by_age);
        Purge replicas = purge(PurgeKind::replicas);
        records.before = replicas.before = runs.before;
        steps_.insert(steps_.end(), {runs, records, replicas});
    }
    if (policy.runs) {
        Purge runs = purge(PurgeKind::runs_by_count);
        runs.keep = *policy.runs;
        runs.keep_failures = policy.failures.value_or(kAny);
        Purge records = purge(PurgeKind::records_by_count);
        records.keep = *policy.runs;
        steps_.insert(steps_.end(), {runs, records});
    }
}

bool RetentionSweep::answered(const PurgeAnswer &answer) {
    ++calls_;
    Purge &step = steps_[step_];
    const bool runs = step.kind == PurgeKind::runs_by_age || step.kind == PurgeKind::runs_by_count;
    if (runs) {
        runs_ += answer.removed - answer.failures;
        failures_ += answer.failures;
    } else {
        (step.kind == PurgeKind::replicas ? replicas_ : records_) += answer.removed;
    }
    if (!answer.more) {
        ++step_;
        return true;
    }
    if (step.kind == PurgeKind::replicas) return answer.removed > 0;
    const bool gets_on = step.after != answer.place;
    step.after = answer.place;
    return gets_on;
}

std::string RetentionSweep::report() const {
    return "removed " + counted(runs_, "run") + " and " + counted(records_, "record") + " (" +
           rule(policy_.runs_for, policy_.runs) + "), " + counted(failures_, "failure") + " (" +
           rule(policy_.failures_for, policy_.failures) + ") and " + counted(replicas_, "retired replica") + " in " +
           number(calls_) + (calls_ == 1 ? " batch" : " batches");
}

} // namespace gateway_scheduler::runtime
