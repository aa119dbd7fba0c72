// run_reads.cpp - pages of runs, newest first, by job, concurrency key, owner, id, due instant and state.
#include <array>
#include <string>

#include "storage/sqlite/fault.h"
#include "storage/sqlite/id_text.h"
#include "storage/sqlite/reads.h"
#include "storage/sqlite/run_row.h"

namespace sample_host::sqlite {

namespace {

enum : unsigned { by_id = 1, by_job = 2, by_key = 4, by_owner = 8, by_due = 16, only_open = 32, all_restrictions = 64 };

// Named parameters would have to be looked up, so all seven are there in each variant: the unused ones restrict by a
// term that does not mention a column.
std::string runs_text(unsigned restrictions) {
    const auto given = [&](unsigned bit, const char *term, const char *otherwise) {
        return std::string(" AND ") + ((restrictions & bit) != 0 ? term : otherwise);
    };
    return std::string("SELECT ") + run_columns + " FROM run WHERE id < ?1" + given(by_id, "id = ?2", "?2 IS NULL") +
           given(by_job, "job_id = ?3", "?3 = ''") + given(by_key, "concurrency_key = ?4", "?4 = ''") +
           given(by_owner, "owner_instance = ?5", "?5 = ''") + given(by_due, "due_at = ?7", "?7 IS NULL") +
           // Named so that the indexes of open runs can be used.
           ((restrictions & only_open) != 0 ? " AND state <> 'closed'" : "") +
           " AND (?6 = 0 OR (CASE state WHEN 'claimed' THEN 1 WHEN 'running' THEN 2 WHEN 'waiting' THEN 4 "
           "WHEN 'closed' THEN 8 ELSE 0 END & ?6) <> 0) ORDER BY id DESC";
}

std::array<Sql, all_restrictions> all_runs_sql() {
    std::array<Sql, all_restrictions> variants;
    for (unsigned i = 0; i < all_restrictions; ++i) variants[i].text = runs_text(i);
    return variants;
}

// Greater than the text of every id.
const std::string behind_all = "g";

} // namespace

const char *const run_columns =
    "id, \"trigger\", job_id, generation, revision, due_at, state, outcome, reason, attempt, epoch, attempt_spent, "
    "cancel_requested, announced, output_truncated, owner_instance, owner_incarnation, concurrency_key, wake_at, "
    "claimed_at, started_at, finished_at, error, output, merged, late_result";

gs_run read_run(Query &query) {
    gs_run run{};
    run.struct_size = sizeof run;
    run.id = query.id();
    run.trigger = query.word(trigger_words);
    run.job_id = query.borrowed_text();
    run.generation = query.integer();
    run.revision = query.integer();
    run.due_at = query.integer();
    run.state = query.word(state_words);
    run.outcome = query.word(outcome_words);
    run.reason = query.word(reason_words);
    run.attempt = query.small_integer();
    run.epoch = query.integer();
    run.attempt_spent = query.small_integer();
    run.cancel_requested = query.small_integer();
    run.announced = query.small_integer();
    run.output_truncated = query.small_integer();
    run.owner_instance = query.borrowed_text();
    run.owner_incarnation = query.id();
    run.concurrency_key = query.borrowed_text();
    run.wake_at = query.time();
    run.claimed_at = query.integer();
    run.started_at = query.time();
    run.finished_at = query.time();
    run.error = query.borrowed_text();
    run.output = query.bytes_or_none();
    run.merged = query.integer();
    run.late_result = query.word(late_result_words);
    return run;
}

const Sql &runs_sql(const gs_runs_page &page) {
    static const std::array<Sql, all_restrictions> variants = all_runs_sql();
    const bool open = page.states != 0 && (page.states & GS_STATE_CLOSED) == 0;
    const unsigned restrictions = (is_none(page.run_id) ? 0U : by_id) | (page.job_id.size == 0 ? 0U : by_job) |
                                  (page.concurrency_key.size == 0 ? 0U : by_key) |
                                  (page.owner_instance.size == 0 ? 0U : by_owner) |
                                  (page.due_at == GS_NO_TIME ? 0U : by_due) | (open ? only_open : 0U);
    return variants[restrictions];
}

void read_runs(Connection &connection, const gs_runs_page &page, const gs_answer &answer) {
    if (answer.run == nullptr) return;
    Query query =
        connection.query(runs_sql(page), is_none(page.before) ? behind_all : id_text(page.before), page.run_id,
                         page.job_id, page.concurrency_key, page.owner_instance, page.states, Time{page.due_at});
    std::uint32_t told = 0;
    while (told < page.limit && query.step()) {
        gs_run run{};
        try {
            run = read_run(query);
        } catch (const UnreadableRow &) {
            continue;
        }
        answer.run(answer.context, &run);
        ++told;
    }
}

} // namespace sample_host::sqlite
