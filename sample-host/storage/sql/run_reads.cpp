// run_reads.cpp - pages of runs, newest first, by job, concurrency key, owner, id, due instant and state.
#include <array>
#include <cstdint>
#include <string>

#include "storage/sql/id_text.h"
#include "storage/sql/page.h"
#include "storage/sql/reads.h"
#include "storage/sql/run_row.h"

namespace sample_host::sql {

namespace {

enum : unsigned { by_id = 1, by_job = 2, by_key = 4, by_owner = 8, by_due = 16, only_open = 32, all_restrictions = 64 };

// Named so that the index can be used which is meant for such runs.
const char *open_for(unsigned restrictions) {
    if ((restrictions & by_key) != 0) return " AND state <> 'closed'";
    if ((restrictions & by_job) != 0) return " AND {open, of job}";
    return (restrictions & by_owner) != 0 ? " AND {open, of owner}" : " AND state <> 'closed'";
}

// One statement for each set of restrictions, so that each can use its index. The parameters stand in the order of
// the bits, between the id that the page begins behind and the states.
std::string runs_text(unsigned restrictions) {
    int parameters = 0;
    const auto parameter = [&parameters] { return "?" + std::to_string(++parameters); };
    std::string text = std::string("SELECT ") + run_columns + " FROM run WHERE id < " + parameter();
    const auto restrict_to = [&](unsigned bit, const char *column) {
        if ((restrictions & bit) != 0) text += std::string(" AND ") + column + " = " + parameter();
    };
    restrict_to(by_id, "id");
    restrict_to(by_job, "job_id");
    restrict_to(by_key, "concurrency_key");
    restrict_to(by_owner, "owner_instance");
    restrict_to(by_due, "due_at");
    if ((restrictions & only_open) != 0) text += open_for(restrictions);
    const std::string states = parameter();
    return text + " AND (" + states +
           " = 0 OR (CASE state WHEN 'claimed' THEN 1 WHEN 'running' THEN 2 WHEN 'waiting' THEN 4 "
           "WHEN 'closed' THEN 8 ELSE 0 END & " +
           states + ") <> 0) ORDER BY id DESC LIMIT " + parameter();
}

unsigned restrictions_of(const gs_runs_page &page) {
    const bool open = page.states != 0 && (page.states & GS_STATE_CLOSED) == 0;
    return (is_none(page.run_id) ? 0U : by_id) | (page.job_id.size == 0 ? 0U : by_job) |
           (page.concurrency_key.size == 0 ? 0U : by_key) | (page.owner_instance.size == 0 ? 0U : by_owner) |
           (page.due_at == GS_NO_TIME ? 0U : by_due) | (open ? only_open : 0U);
}

std::array<Sql, all_restrictions> all_runs_sql() {
    std::array<Sql, all_restrictions> variants;
    for (unsigned i = 0; i < all_restrictions; ++i) variants[i].text = runs_text(i);
    return variants;
}

Query query_of(Connection &connection, const gs_runs_page &page, const std::string &before, std::uint32_t limit) {
    const unsigned restrictions = restrictions_of(page);
    Query query = connection.query(runs_sql(page), before);
    if ((restrictions & by_id) != 0) query.add(page.run_id);
    if ((restrictions & by_job) != 0) query.add(page.job_id);
    if ((restrictions & by_key) != 0) query.add(page.concurrency_key);
    if ((restrictions & by_owner) != 0) query.add(page.owner_instance);
    if ((restrictions & by_due) != 0) query.add(page.due_at);
    query.add(page.states);
    query.add(limit);
    return query;
}

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
    return variants[restrictions_of(page)];
}

void read_runs(Connection &connection, const gs_runs_page &page, const gs_answer &answer) {
    if (answer.run == nullptr) return;
    tell_page(
        is_none(page.before) ? behind_all_ids : id_text(page.before), page.limit,
        [&](const std::string &before, std::uint32_t limit) { return query_of(connection, page, before, limit); },
        [&](Query &query) {
            const gs_run run = read_run(query);
            answer.run(answer.context, &run);
        });
}

} // namespace sample_host::sql
