// run_head.cpp - see run_head.h.
#include "storage/sql/run_head.h"

#include "storage/sql/words.h"

namespace sample_host::sql {

namespace {

const Sql find_run_sql{
    "SELECT id, job_id, generation, revision, due_at, \"trigger\", state, outcome, reason, attempt, epoch, "
    "attempt_spent, cancel_requested, announced, late_result, wake_at, finished_at, owner_instance, owner_incarnation "
    "FROM run WHERE id = ?1"};

} // namespace

std::optional<RunHead> find_run(Connection &connection, const gs_id &id) {
    Query query = connection.query(find_run_sql, id);
    if (!query.step()) return std::nullopt;
    RunHead run;
    run.id = query.text();
    run.job_id = query.text();
    run.generation = query.integer();
    run.revision = query.integer();
    run.due_at = query.integer();
    run.trigger = query.word(trigger_words);
    run.state = query.word(state_words);
    run.outcome = query.word(outcome_words);
    run.reason = query.word(reason_words);
    run.attempt = query.small_integer();
    run.epoch = query.integer();
    run.attempt_spent = query.integer() != 0;
    run.cancel_requested = query.integer() != 0;
    run.announced = query.integer() != 0;
    run.late_result = query.word(late_result_words);
    run.wake_at = query.time();
    run.finished_at = query.time();
    run.owner_instance = query.text();
    run.owner_incarnation = query.text();
    return run;
}

} // namespace sample_host::sql
