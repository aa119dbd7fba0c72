#include "engine/explain_words.h"

#include "schedule/words.h"

namespace gateway_scheduler::engine {

namespace {

std::string when(const Evidence &evidence, Instant at) {
    const Instant whole = std::chrono::floor<std::chrono::seconds>(at);
    const auto offset = evidence.times ? evidence.times->schedule().zone().offset_at(whole) : std::chrono::seconds(0);
    return schedule::instant_words(whole, offset);
}

std::string lasted(Duration duration) {
    constexpr auto kDay = std::chrono::hours(24);
    auto whole = std::chrono::floor<std::chrono::seconds>(duration);
    if (whole < std::chrono::seconds(1)) return "less than a second";
    if (whole < 2 * kDay) return schedule::duration_words(whole);
    const std::string days = std::to_string(whole / kDay) + " days";
    whole = std::chrono::floor<std::chrono::hours>(whole % kDay);
    return whole.count() == 0 ? days : days + " " + schedule::duration_words(whole);
}

std::string outcome_words(const RunRow &run) {
    switch (run.outcome) {
    case Outcome::succeeded:
        return "succeeded";
    case Outcome::failed:
        return "failed";
    case Outcome::timed_out:
        return run.reason == Reason::stalled ? "showed no sign of life and was given up" : "timed out";
    case Outcome::canceled:
        if (run.reason == Reason::replaced) return "was canceled for a newer one";
        if (run.reason == Reason::stopped) return "was canceled by the stop of the scheduler";
        return run.reason == Reason::gate ? "was canceled because the job was paused or removed" : "was canceled";
    case Outcome::lost:
        return "was lost: its outcome is unknown";
    case Outcome::rejected:
        return "was rejected by the executor";
    case Outcome::skipped:
        return "was not started: the executor was busy";
    case Outcome::expired:
        return "expired: it could not start within its deadline";
    case Outcome::none:
        break;
    }
    return "has not ended";
}

std::string late_words(const RunRow &run) {
    const auto begun = run.started_at ? run.started_at : run.claimed_at;
    const bool late = run.trigger == Trigger::schedule && begun && *begun - run.due_at >= std::chrono::seconds(1);
    return late ? ", " + lasted(*begun - run.due_at) + " late" : "";
}

std::string open_words(const Evidence &evidence, const RunRow &run) {
    if (run.state == RunState::waiting) {
        const std::string due = run.wake_at ? " at " + when(evidence, *run.wake_at) : "";
        return "Attempt " + std::to_string(run.attempt) + " has ended; it waits for the next one" + due + ".";
    }
    if (run.state == RunState::claimed) return "It is claimed by " + run.owner_instance + " and about to start.";
    const std::string since = run.started_at ? " since " + when(evidence, *run.started_at) : "";
    return "It is running" + since + late_words(run) + ", on " + run.owner_instance + ", attempt " +
           std::to_string(run.attempt) + ".";
}

std::string overlap_words(const Evidence &evidence, const RunRow *named) {
    if (!named) return "It was skipped: another run of its concurrency key was active.";
    const bool own = named->job_id == evidence.job_id;
    return "It was skipped: " + (own ? "its run" : "the run of " + named->job_id) + " that was due at " +
           when(evidence, named->due_at) + " was still active.";
}

std::string instants(const RecordRow &record) {
    if (record.count == 1) return "";
    return record.count < 0 ? ", with many others" : ", one of " + std::to_string(record.count) + " instants";
}

std::string missed_words(const RecordRow &record) {
    const std::string head = "It was missed" + instants(record) + ": noticed too late, ";
    if (record.reason == Reason::window) return head + "beyond the job's catch-up window.";
    if (record.reason == Reason::limit) return head + "and the job catches up only so many of the newest.";
    return head + "and the job does not catch up.";
}

std::string merged_words(const Evidence &evidence, const RecordRow &record, const RunRow *named) {
    const std::string head = "It was merged" + instants(record);
    if (!named) return head + " into a newer instant.";
    return head + " into the run that was due at " + when(evidence, named->due_at) + ", which " +
           outcome_words(*named) + ".";
}

} // namespace

std::string run_words(const Evidence &evidence, const RunRow &run) {
    if (run.state != RunState::closed) return open_words(evidence, run);
    std::string text = "It " + outcome_words(run);
    if (run.started_at) {
        text += "; started at " + when(evidence, *run.started_at) + late_words(run);
        if (run.finished_at) text += ", after " + lasted(*run.finished_at - *run.started_at);
    }
    if (run.attempt > 1) text += ", attempt " + std::to_string(run.attempt);
    text += ".";
    if (!run.error.empty()) text += " It said: " + run.error + (run.error.back() == '.' ? "" : ".");
    if (run.merged > 0) text += " It stood in for " + std::to_string(run.merged) + " older instants as well.";
    if (run.merged < 0) text += " It stood in for many older instants as well.";
    if (run.late_result != 0)
        text += " The attempt was heard of again after it had been given up; that changed nothing.";
    return text;
}

std::string record_words(const Evidence &evidence, const RecordRow &record, const RunRow *named,
                         const RecordRow *pause) {
    switch (record.kind) {
    case RecordKind::missed:
        return missed_words(record);
    case RecordKind::merged:
        return merged_words(evidence, record, named);
    case RecordKind::expired:
        return "It expired" + instants(record) + ": it could not start within the job's start deadline.";
    case RecordKind::skipped:
    case RecordKind::event:
        break;
    }
    const std::string at = record.at ? " at " + when(evidence, *record.at) : "";
    switch (record.reason) {
    case Reason::overlap:
        return overlap_words(evidence, named);
    case Reason::paused:
        return paused_words(evidence, pause, *record.last_due) + " The pause ended" + at + ".";
    case Reason::edited:
        return "It was skipped: the job's schedule was changed" + at + ", before it could run.";
    case Reason::removed:
        return "It was skipped: the job was removed" + at + ".";
    default:
        return "It was skipped" + (record.detail.empty() ? std::string() : ": " + record.detail) + ".";
    }
}

std::string paused_words(const Evidence &evidence, const RecordRow *pause, Instant at) {
    const bool still = evidence.job && evidence.job->definition->paused;
    std::string text = at > evidence.now ? "It is not going to run: the job is" : "It did not run: the job was";
    text += still && evidence.job->disabled ? " disabled" : " paused";
    if (pause && pause->at) text += " at " + when(evidence, *pause->at) + " through " + pause->by_instance;
    const std::string why = pause ? pause->detail : still ? evidence.job->definition->pause_reason : std::string();
    return text + (why.empty() ? "" : " (" + why + ")") + ".";
}

std::string waits_words(const Evidence &evidence, Instant at) {
    const std::string head = "It has been due for " + lasted(evidence.now - at) + " and is not claimed yet: ";
    switch (evidence.waits_for) {
    case WaitsFor::capacity:
        return head + "all capacity of this scheduler is in use.";
    case WaitsFor::key:
        return head + "it waits for runs of its concurrency key, or for its turn to catch up.";
    case WaitsFor::claim:
        return head + "its claim is on the way to the store.";
    case WaitsFor::storage: {
        const auto since = evidence.storage_failing_since;
        return head + "the storage has not answered" + (since ? " since " + when(evidence, *since) : "") + ".";
    }
    case WaitsFor::clock:
        return head + "the store's clock leapt forward, and claims are held until that has been confirmed.";
    case WaitsFor::a_look:
        break;
    }
    return head + "it is about to be looked at.";
}

std::string to_come_words(const Evidence &evidence, Instant at) {
    return "It is due in " + lasted(at - evidence.now) + ", at " + when(evidence, at) + ".";
}

std::string forgotten_words(const Evidence &evidence, Instant at) {
    if (!evidence.job) return "Nothing is on record of it any more, and the job was removed.";
    if (at > evidence.now) return "The job's schedule cannot be read.";
    return "Nothing is on record of it: it is older than what is kept, or the job had another schedule then.";
}

std::string not_yet_added_words(const Evidence &evidence) {
    return "The job was added later, at " + when(evidence, *evidence.job->created_at) + ".";
}

std::string downtime_words(const Evidence &evidence, const Downtime &down) {
    std::string text = " No scheduler was heard of";
    if (down.from) text += " from " + when(evidence, *down.from);
    text += down.until ? " until " + when(evidence, *down.until) : " since";
    return text + ".";
}

} // namespace gateway_scheduler::engine
