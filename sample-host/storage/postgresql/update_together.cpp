// update_together.cpp - many runs that begin, end, or have been announced, one statement for each kind; and for those
// that end the counters of their jobs, as many at once as are of different jobs.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "storage/postgresql/array_text.h"
#include "storage/postgresql/batch_writes.h"
#include "storage/sql/connection.h"
#include "storage/sql/id_text.h"
#include "storage/sql/words.h"
#include "json/utf8.h"

namespace sample_host::postgresql {

namespace {

// In all: ?1 run ids, ?2 epochs, ?3 the caller's incarnation.
const sql::Sql to_running_sql{
    "UPDATE run SET state = 'running', started_at = coalesce(run.started_at, item.started_at), attempt_spent = 1, "
    "wake_at = NULL FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?4 AS bigint[])) WITH ORDINALITY AS "
    "item "
    "(run_id, epoch, started_at, place) WHERE run.id = item.run_id AND run.epoch = item.epoch "
    "AND run.owner_incarnation = ?3 AND run.state = 'claimed' "
    "RETURNING item.place, run.epoch, run.attempt, run.state, run.outcome"};

const sql::Sql to_announced_sql{
    "UPDATE run SET announced = item.announced, wake_at = item.wake_at FROM unnest(CAST(?1 AS uuid[]), "
    "CAST(?2 AS bigint[]), CAST(?4 AS bigint[]), CAST(?5 AS bigint[])) WITH ORDINALITY AS item "
    "(run_id, epoch, announced, wake_at, place) WHERE run.id = item.run_id AND run.epoch = item.epoch "
    "AND run.owner_incarnation = ?3 AND run.state = 'closed' "
    "AND (run.announced <> item.announced OR run.wake_at IS DISTINCT FROM item.wake_at) "
    "RETURNING item.place, run.epoch, run.attempt, run.state, run.outcome"};

const sql::Sql to_closed_sql{
    "UPDATE run SET state = 'closed', outcome = item.outcome, reason = item.reason, announced = item.announced, "
    "wake_at = item.wake_at, error = item.error, output = item.output, output_truncated = item.truncated, "
    "finished_at = ?12, started_at = coalesce(run.started_at, item.started_at) FROM unnest(CAST(?1 AS uuid[]), "
    "CAST(?2 AS bigint[]), CAST(?4 AS text[]), CAST(?5 AS text[]), CAST(?6 AS bigint[]), CAST(?7 AS bigint[]), "
    "CAST(?8 AS text[]), CAST(?9 AS bytea[]), CAST(?10 AS bigint[]), CAST(?11 AS bigint[])) WITH ORDINALITY AS item "
    "(run_id, epoch, outcome, reason, announced, wake_at, error, output, truncated, started_at, place) "
    "WHERE run.id = item.run_id AND run.epoch = item.epoch AND run.owner_incarnation = ?3 "
    "AND run.state IN ('claimed', 'running') RETURNING item.place, run.epoch, run.attempt, run.state, run.outcome, "
    "run.job_id, run.generation, run.revision, run.due_at, run.\"trigger\""};

// As close_run.cpp does it for one. ?1 job ids, ?2 generations, ?3 revisions, ?4 due instants, ?5 and ?6 success and
// failure as 0 or 1, ?7 outcomes, ?8 what arms the job, ?9 now.
const std::string armable = "job.next_fire IS NULL AND job.paused = 0 AND job.revision = item.revision "
                            "AND job.cursor = item.due_at";
const sql::Sql count_sql{
    "UPDATE job SET version = nextval('version'), succeeded = job.succeeded + item.success, "
    "failed = job.failed + item.failure, "
    "failures_in_row = CASE WHEN item.success = 1 THEN 0 ELSE job.failures_in_row + item.failure END, "
    "last_outcome = item.outcome, "
    "last_success_at = CASE WHEN item.success = 1 THEN ?9 ELSE job.last_success_at END, "
    "next_fire = CASE WHEN " +
    armable + " THEN item.armed ELSE job.next_fire END, fire_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END, look_at = CASE WHEN " + armable +
    " THEN coalesce(item.armed, job.fire_at) ELSE job.fire_at END "
    "FROM (SELECT told.*, before.version AS version_before FROM unnest(CAST(?1 AS text[]), CAST(?2 AS bigint[]), "
    "CAST(?3 AS bigint[]), CAST(?4 AS bigint[]), CAST(?5 AS bigint[]), CAST(?6 AS bigint[]), CAST(?7 AS text[]), "
    "CAST(?8 AS bigint[])) WITH ORDINALITY AS told (job_id, generation, revision, due_at, success, failure, outcome, "
    "armed, place) JOIN job AS before ON before.id = told.job_id AND before.generation = told.generation) AS item "
    "WHERE job.id = item.job_id RETURNING item.place, item.version_before, job.version"};

constexpr std::size_t most_output = 4096; // larger ones go by themselves, as bytes

enum class Kind { running, announced, closed, other };

bool is_plain_close(const gs_update &item) {
    constexpr std::int32_t going = GS_STATE_CLAIMED | GS_STATE_RUNNING;
    const bool known = item.outcome > GS_OUTCOME_NONE && item.outcome <= GS_OUTCOME_EXPIRED;
    return known && item.outcome != GS_OUTCOME_CANCELED && item.late_result == 0 &&
           (item.from_states & going) == going && item.output.size <= most_output &&
           json::is_utf8(sql::view(item.error));
}

Kind kind_of(const gs_update &item) {
    if (sql::is_none(item.run_id)) return Kind::other;
    if (item.to_state == GS_STATE_RUNNING && (item.from_states & GS_STATE_CLAIMED) != 0) return Kind::running;
    if (item.to_state != GS_STATE_CLOSED) return Kind::other;
    if (item.from_states == GS_STATE_CLOSED) {
        return item.late_result == 0 && item.next_fire == GS_NO_TIME ? Kind::announced : Kind::other;
    }
    return is_plain_close(item) ? Kind::closed : Kind::other;
}

// A run that was closed, for its job's counters.
struct Ended {
    std::uint32_t place;
    std::string job_id;
    std::int64_t generation;
    std::int64_t revision;
    std::int64_t due_at;
    bool scheduled;
};

class Updates {
  public:
    Updates(sql::WriteCall &call, const gs_update *const *items, std::uint32_t count)
        : call_(call), items_(items), answers_(count) {}

    void carry_out(Kind kind, const std::vector<std::uint32_t> &places) {
        if (places.empty()) return;
        if (kind == Kind::running) return read(places, to_running(places));
        if (kind == Kind::announced) return read(places, to_announced(places));
        close(places);
    }

    std::vector<std::optional<sql::ItemAnswer>> answers() { return std::move(answers_); }

  private:
    template <class Value, class Read>
    std::vector<Value> column(const std::vector<std::uint32_t> &places, const Read &read) const {
        std::vector<Value> values;
        values.reserve(places.size());
        for (const std::uint32_t place : places) values.push_back(read(*items_[place]));
        return values;
    }
    template <class Read>
    std::string numbers(const std::vector<std::uint32_t> &places, const Read &read) const {
        return array_text(column<std::int64_t>(places, read));
    }
    template <class... Values>
    sql::Query query(const sql::Sql &sql, const std::vector<std::uint32_t> &places, const Values &...values) const {
        return call_.connection().query(
            sql, array_text(column<gs_id>(places, [](const gs_update &item) { return item.run_id; })),
            numbers(places, [](const gs_update &item) { return item.epoch; }), call_.incarnation(), values...);
    }

    sql::Query to_running(const std::vector<std::uint32_t> &places) const {
        return query(to_running_sql, places, numbers(places, [](const gs_update &item) { return item.started_at; }));
    }

    sql::Query to_announced(const std::vector<std::uint32_t> &places) const {
        return query(to_announced_sql, places,
                     numbers(places, [](const gs_update &item) { return item.announced != 0 ? 1 : 0; }),
                     numbers(places, [](const gs_update &item) { return item.wake_at; }));
    }

    sql::Query to_closed(const std::vector<std::uint32_t> &places) const {
        const auto words = [&](const auto &read) { return array_text(column<std::string_view>(places, read)); };
        return query(to_closed_sql, places,
                     words([](const gs_update &item) { return word_of(sql::outcome_words, item.outcome); }),
                     words([](const gs_update &item) { return word_of(sql::reason_words, item.reason); }),
                     numbers(places, [](const gs_update &item) { return item.announced != 0 ? 1 : 0; }),
                     numbers(places, [](const gs_update &item) { return item.wake_at; }),
                     words([](const gs_update &item) { return sql::view(item.error); }),
                     array_text(column<gs_bytes>(places, [](const gs_update &item) { return item.output; })),
                     numbers(places, [](const gs_update &item) { return item.output_truncated != 0 ? 1 : 0; }),
                     numbers(places, [](const gs_update &item) { return item.started_at; }), call_.now());
    }

    // What every kind returns: place, epoch, attempt, state and outcome.
    std::uint32_t read_one(const std::vector<std::uint32_t> &places, sql::Query &row) {
        const std::uint32_t place = places[static_cast<std::size_t>(row.integer() - 1)];
        sql::ItemAnswer answer = sql::answer_of(GS_ITEM_DONE);
        answer.result.epoch = row.integer();
        answer.result.attempt = row.small_integer();
        answer.result.state = row.word(sql::state_words);
        answer.result.run_outcome = row.word(sql::outcome_words);
        answers_[place].emplace(std::move(answer));
        return place;
    }

    void read(const std::vector<std::uint32_t> &places, sql::Query rows) {
        while (rows.step()) read_one(places, rows);
    }

    void close(const std::vector<std::uint32_t> &places) {
        std::vector<Ended> ended;
        sql::Query rows = to_closed(places);
        while (rows.step()) {
            const std::uint32_t place = read_one(places, rows);
            std::string job_id(rows.text());
            const std::int64_t generation = rows.integer();
            const std::int64_t revision = rows.integer();
            const std::int64_t due_at = rows.integer();
            const bool scheduled = rows.word(sql::trigger_words) == GS_TRIGGER_SCHEDULE;
            ended.push_back({place, std::move(job_id), generation, revision, due_at, scheduled});
        }
        // In the order of the call, as if they had been carried out one by one.
        std::sort(ended.begin(), ended.end(), [](const Ended &a, const Ended &b) { return a.place < b.place; });
        while (!ended.empty()) count(take_of_different_jobs(ended));
    }

    static std::vector<Ended> take_of_different_jobs(std::vector<Ended> &ended) {
        std::unordered_set<std::string> jobs;
        const auto rest = std::stable_partition(ended.begin(), ended.end(),
                                                [&jobs](const Ended &run) { return jobs.insert(run.job_id).second; });
        std::vector<Ended> taken(std::make_move_iterator(ended.begin()), std::make_move_iterator(rest));
        ended.erase(ended.begin(), rest);
        return taken;
    }

    void count(const std::vector<Ended> &ended) {
        std::vector<std::string_view> jobs, outcomes;
        std::vector<std::int64_t> generations, revisions, dues, successes, failures, armed;
        for (const Ended &run : ended) {
            const gs_update &item = *items_[run.place];
            const bool success = item.outcome == GS_OUTCOME_SUCCEEDED;
            const bool failure = item.outcome == GS_OUTCOME_FAILED || item.outcome == GS_OUTCOME_TIMED_OUT ||
                                 item.outcome == GS_OUTCOME_LOST || item.outcome == GS_OUTCOME_REJECTED;
            jobs.push_back(run.job_id);
            outcomes.push_back(word_of(sql::outcome_words, item.outcome));
            generations.push_back(run.generation);
            revisions.push_back(run.revision);
            dues.push_back(run.due_at);
            successes.push_back(success ? 1 : 0);
            failures.push_back(failure ? 1 : 0);
            armed.push_back(run.scheduled ? item.next_fire : GS_NO_TIME);
        }
        sql::Query rows = call_.connection().query(
            count_sql, array_text(jobs), array_text(generations), array_text(revisions), array_text(dues),
            array_text(successes), array_text(failures), array_text(outcomes), array_text(armed), call_.now());
        while (rows.step()) {
            auto &answer = answers_[ended[static_cast<std::size_t>(rows.integer() - 1)].place];
            answer->result.version_before = rows.integer();
            answer->result.version = rows.integer();
        }
    }

    sql::WriteCall &call_;
    const gs_update *const *items_;
    std::vector<std::optional<sql::ItemAnswer>> answers_;
};

} // namespace

sql::Together BatchWrites::update(sql::WriteCall &call, const gs_update *const *items, std::uint32_t count) {
    std::unordered_set<std::string> seen;
    std::vector<std::uint32_t> running, announced, closed;
    bool repeated = false; // then they have to be carried out in their order
    for (std::uint32_t i = 0; i < count; ++i) {
        repeated = repeated || !seen.insert(sql::id_text(items[i]->run_id)).second;
        const Kind kind = kind_of(*items[i]);
        if (kind == Kind::running) running.push_back(i);
        if (kind == Kind::announced) announced.push_back(i);
        if (kind == Kind::closed) closed.push_back(i);
    }
    if (repeated) return {};
    Updates updates(call, items, count);
    updates.carry_out(Kind::running, running);
    updates.carry_out(Kind::announced, announced);
    updates.carry_out(Kind::closed, closed);
    return {updates.answers(), nullptr};
}

} // namespace sample_host::postgresql
