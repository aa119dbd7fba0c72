// restore_history.cpp - see restore_history.h.
#include "storage/sql/restore_history.h"

#include "storage/sql/id_text.h"

namespace sample_host::sql {

namespace {

// No version is 0, so no job is of the generation 0: that of a job that is not there any more.
std::string generation(const char *job, const char *of_present_job) {
    return std::string("coalesce((SELECT generation FROM job WHERE id = ") + job + " AND " + of_present_job +
           " = 1), 0)";
}

const Sql restore_run_sql{
    "INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, attempt, epoch, "
    "attempt_spent, cancel_requested, announced, output_truncated, owner_instance, owner_incarnation, concurrency_key, "
    "wake_at, claimed_at, started_at, finished_at, error, output, merged, late_result) VALUES (?1, ?2, " +
    generation("?2", "?3") +
    ", ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) "
    "ON CONFLICT (id) DO NOTHING"};
const Sql restore_record_sql{
    "INSERT INTO record (id, job_id, generation, kind, first_due, last_due, count, reason, announced, run_id, wake_at, "
    "at, by_instance, by_incarnation, detail) VALUES (?1, ?2, " +
    generation("?2", "?3") + ", ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (id) DO NOTHING"};
const Sql restore_owner_sql{
    "INSERT INTO replica (incarnation, instance, state, beat, joined_at, last_beat_at, retired_at) "
    "VALUES (?1, ?2, 'retired_by_observer', 1, ?3, ?3, ?4) ON CONFLICT (incarnation) DO NOTHING"};

// Hosts take over what replicas have left that they know of, and know to be gone.
void restore_owner(Connection &connection, const gs_run &run) {
    const bool ended = run.state == GS_STATE_CLOSED && run.announced != 0;
    if (ended || is_none(run.owner_incarnation)) return;
    connection.query(restore_owner_sql, run.owner_incarnation, run.owner_instance, run.claimed_at, connection.now())
        .execute();
}

} // namespace

bool restore_run(Connection &connection, const RunOfJob &row) {
    const gs_run &run = row.run;
    const int added =
        connection
            .query(restore_run_sql, run.id, run.job_id, row.of_present_job ? 1 : 0, run.revision,
                   word_of(trigger_words, run.trigger), run.due_at, word_of(state_words, run.state),
                   word_of(outcome_words, run.outcome), word_of(reason_words, run.reason), run.attempt, run.epoch,
                   run.attempt_spent, run.cancel_requested, run.announced, run.output_truncated, run.owner_instance,
                   id_text(run.owner_incarnation), run.concurrency_key, Time{run.wake_at}, run.claimed_at,
                   Time{run.started_at}, Time{run.finished_at}, run.error, Blob{run.output}, run.merged,
                   word_of(late_result_words, run.late_result))
            .execute();
    if (added == 0) return false;
    restore_owner(connection, run);
    return true;
}

bool restore_record(Connection &connection, const RecordOfJob &row) {
    const gs_record &record = row.record;
    return connection
               .query(restore_record_sql, record.id, record.job_id, row.of_present_job ? 1 : 0,
                      word_of(record_kind_words, record.kind), Time{record.first_due}, Time{record.last_due},
                      record.count, word_of(reason_words, record.reason), record.announced, record.run,
                      Time{record.wake_at}, record.at, record.by_instance, id_text(record.by_incarnation),
                      record.detail)
               .execute() != 0;
}

} // namespace sample_host::sql
