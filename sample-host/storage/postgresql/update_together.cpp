// update_together.cpp - many runs that begin, end, or have been announced, one statement for each kind.
#include <string>
#include <unordered_set>

#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/told_rows.h"
#include "storage/postgresql/updates.h"
#include "storage/sql/id_text.h"
#include "storage/sql/words.h"

namespace sample_host::postgresql {

namespace {

const std::string answers = "RETURNING item.place, run.epoch, run.attempt, run.state, run.outcome";

enum class Kind { running, announced, closed, other };

Kind kind_of(const gs_update &item) {
    if (sql::is_none(item.run_id)) return Kind::other;
    if (item.to_state == GS_STATE_RUNNING && (item.from_states & GS_STATE_CLAIMED) != 0) return Kind::running;
    if (item.to_state != GS_STATE_CLOSED) return Kind::other;
    if (item.from_states == GS_STATE_CLOSED) {
        return item.late_result == 0 && item.next_fire == GS_NO_TIME ? Kind::announced : Kind::other;
    }
    return is_plain_close(item) ? Kind::closed : Kind::other;
}

const sql::Sql different_jobs_sql{
    "SELECT count(*) = count(DISTINCT job_id) FROM run WHERE id = ANY(CAST(?1 AS uuid[]))"};

void begin_together(Updates &updates, const Places &places) {
    if (places.empty()) return;
    sql::Query rows = updates.query(to_running_sql, places,
                                    updates.numbers(places, [](const gs_update &item) { return item.started_at; }));
    while (rows.step()) updates.read_answer(Updates::read_place(places, rows), rows);
}

void announce_together(Updates &updates, const Places &places) {
    if (places.empty()) return;
    sql::Query rows =
        updates.query(to_announced_sql, places,
                      updates.numbers(places, [](const gs_update &item) { return item.announced != 0 ? 1 : 0; }),
                      updates.numbers(places, [](const gs_update &item) { return item.wake_at; }));
    while (rows.step()) updates.read_answer(Updates::read_place(places, rows), rows);
}

} // namespace

const sql::Sql to_running_sql{
    "UPDATE run SET state = 'running', started_at = coalesce(run.started_at, item.started_at), attempt_spent = 1, "
    "wake_at = NULL FROM " +
    told_rows("CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?4 AS bigint[])", "run_id, epoch, started_at", "run",
              run_as_found) +
    run_of_caller + "AND item.present_state = 'claimed' " + answers};

const sql::Sql to_announced_sql{
    "UPDATE run SET announced = item.announced, wake_at = item.wake_at FROM " +
    told_rows("CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?4 AS bigint[]), CAST(?5 AS bigint[])",
              "run_id, epoch, announced, wake_at", "run", run_as_found) +
    run_of_caller +
    "AND item.present_state = 'closed' AND (run.announced <> item.announced OR run.wake_at IS DISTINCT FROM "
    "item.wake_at) " +
    answers};

std::uint32_t Updates::read_place(const Places &places, sql::Query &row) {
    return places[static_cast<std::size_t>(row.integer() - 1)];
}

void Updates::read_answer(std::uint32_t place, sql::Query &row) {
    sql::ItemAnswer answer = sql::answer_of(GS_ITEM_DONE);
    answer.result.epoch = row.integer();
    answer.result.attempt = row.small_integer();
    answer.result.state = row.word(sql::state_words);
    answer.result.run_outcome = row.word(sql::outcome_words);
    answers_[place].emplace(std::move(answer));
}

// A run's job never changes, so that it can be read at any time.
bool BatchWrites::close_different_jobs(sql::Connection &connection, const gs_update *const *items,
                                       std::uint32_t count) {
    sql::Locks named{gs_caller{}};
    for (std::uint32_t i = 0; i < count; ++i) sql::add_rows_of(*items[i], named);
    if (named.closing.size() < 2) return true;
    const std::string runs = array_of(named.closing);
    sql::Query query = connection.query(different_jobs_sql, lend(runs));
    return query.step() && query.integer() != 0;
}

sql::Together BatchWrites::update(sql::WriteCall &call, const gs_update *const *items, std::uint32_t count) {
    std::unordered_set<std::string> runs;
    Places running, announced, closed;
    bool closed_alone = false; // perhaps
    for (std::uint32_t i = 0; i < count; ++i) {
        // Of one run: they have to be carried out in their order.
        if (!runs.insert(sql::id_text(items[i]->run_id)).second) return {};
        const Kind kind = kind_of(*items[i]);
        if (kind == Kind::running) running.push_back(i);
        if (kind == Kind::announced) announced.push_back(i);
        if (kind == Kind::closed) closed.push_back(i);
        closed_alone = closed_alone || kind == Kind::other;
    }
    // What is closed by itself comes behind what is closed together.
    if (closed_alone && !closed.empty() && !close_different_jobs(call.connection(), items, count)) closed.clear();
    Updates updates(call, items, count);
    begin_together(updates, running);
    announce_together(updates, announced);
    close_together(updates, closed);
    return {updates.take_answers(), nullptr};
}

} // namespace sample_host::postgresql
