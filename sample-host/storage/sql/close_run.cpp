// close_run.cpp - see close_run.h.
#include "storage/sql/close_run.h"

#include "storage/sql/fault.h"

namespace sample_host::sql {

namespace {

const Sql job_version_sql{"SELECT version FROM job WHERE id = ?1 AND generation = ?2"};
const Sql close_run_sql{"UPDATE run SET state = 'closed', outcome = ?2, reason = ?3, announced = ?4, wake_at = ?5, "
                        "error = ?6, output = ?7, output_truncated = ?8, finished_at = ?9, "
                        "started_at = coalesce(started_at, ?10) WHERE id = ?1"};

// ?3 success, ?4 failure, as 0 or 1; ?9 now; ?6 the instant that arms a job which has none, is not paused and is still
// of the run's revision ?7 and has had no later instant than the run's, ?8. The assignments see the row as it was
// before, so next_fire below is the old one.
const std::string armable = "next_fire IS NULL AND paused = 0 AND revision = ?7 AND cursor = ?8";
const Sql count_sql{"UPDATE job SET version = ?2, succeeded = succeeded + ?3, failed = failed + ?4, "
                    "failures_in_row = CASE WHEN ?3 = 1 THEN 0 ELSE failures_in_row + ?4 END, last_outcome = ?5, "
                    "last_success_at = CASE WHEN ?3 = 1 THEN ?9 ELSE last_success_at END, "
                    "next_fire = CASE WHEN " +
                    armable +
                    " THEN ?6 ELSE next_fire END, "
                    "fire_at = CASE WHEN " +
                    armable +
                    " THEN coalesce(?6, fire_at) ELSE fire_at END, "
                    "look_at = CASE WHEN " +
                    armable + " THEN coalesce(?6, fire_at) ELSE fire_at END WHERE id = ?1"};
const Sql arm_sql{"UPDATE job SET version = ?2, next_fire = ?3, fire_at = ?3, look_at = ?3 "
                  "WHERE id = ?1 AND next_fire IS NULL AND paused = 0 AND revision = ?4 AND cursor = ?5"};

// 0: the job is gone, or is another one of the same id.
std::int64_t version_of_job(WriteCall &call, const RunHead &run) {
    Query job = call.connection().query(job_version_sql, run.job_id, run.generation);
    return job.step() ? job.integer() : 0;
}

// A manual run never arms its job.
std::int64_t arming(const RunHead &run, std::int64_t next_fire) {
    return run.trigger == GS_TRIGGER_SCHEDULE ? next_fire : GS_NO_TIME;
}

} // namespace

bool is_failure(std::int32_t outcome) {
    return outcome == GS_OUTCOME_FAILED || outcome == GS_OUTCOME_TIMED_OUT || outcome == GS_OUTCOME_LOST ||
           outcome == GS_OUTCOME_REJECTED;
}

std::string failure_words() {
    std::string list;
    for (const Word &outcome : outcome_words.words) {
        if (!is_failure(outcome.value)) continue;
        list += (list.empty() ? "('" : ", '") + std::string(outcome.word) + '\'';
    }
    return list + ')';
}

JobVersions close_run(WriteCall &call, const RunHead &run, const Closing &closing) {
    if (closing.outcome == GS_OUTCOME_NONE) throw BadItem("a run cannot be closed without an outcome");
    const auto outcome = word_of(outcome_words, closing.outcome);
    const bool keeps_reason = closing.reason == GS_REASON_NONE && closing.outcome == GS_OUTCOME_CANCELED;
    const auto reason = word_of(reason_words, keeps_reason ? run.reason : closing.reason);
    Connection &connection = call.connection();
    connection
        .query(close_run_sql, run.id, outcome, reason, static_cast<int>(closing.announced), Time{closing.wake_at},
               closing.error, Blob{closing.output}, static_cast<int>(closing.output_truncated), call.now(),
               Time{closing.started_at})
        .execute();

    JobVersions versions{.before = version_of_job(call, run)};
    if (versions.before == 0) return versions;
    versions.after = call.next_version();
    connection
        .query(count_sql, run.job_id, versions.after, closing.outcome == GS_OUTCOME_SUCCEEDED ? 1 : 0,
               is_failure(closing.outcome) ? 1 : 0, outcome, Time{arming(run, closing.next_fire)}, run.revision,
               run.due_at, call.now())
        .execute();
    return versions;
}

JobVersions arm_job(WriteCall &call, const RunHead &run, std::int64_t next_fire) {
    const std::int64_t instant = arming(run, next_fire);
    JobVersions versions{.before = version_of_job(call, run)};
    if (instant == GS_NO_TIME || versions.before == 0) return {};
    versions.after = call.next_version();
    const int armed =
        call.connection().query(arm_sql, run.job_id, versions.after, instant, run.revision, run.due_at).execute();
    return armed == 1 ? versions : JobVersions{};
}

Closing canceled(const WriteCall &call, const RunHead &run, std::int32_t reason) {
    const bool asked = run.cancel_requested && run.reason != GS_REASON_NONE;
    return Closing{.outcome = GS_OUTCOME_CANCELED, .reason = asked ? run.reason : reason, .wake_at = call.now()};
}

ItemAnswer answer_about(std::int32_t outcome, const RunHead &run) {
    ItemAnswer answer = answer_of(outcome);
    answer.result.epoch = run.epoch;
    answer.result.attempt = run.attempt;
    answer.result.state = run.state;
    answer.result.run_outcome = run.outcome;
    return answer;
}

ItemAnswer answer_about(std::int32_t outcome, const RunHead &run, JobVersions versions) {
    ItemAnswer answer = answer_about(outcome, run);
    answer.result.version = versions.after;
    answer.result.version_before = versions.before;
    return answer;
}

} // namespace sample_host::sql
