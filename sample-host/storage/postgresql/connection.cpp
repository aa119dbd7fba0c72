// connection.cpp - see connection.h. Locks are taken in one order by everybody, so that nobody waits for one who waits:
// first incarnations and names, then jobs, runs and records, each kind sorted. Only two replicas that retire each other
// at the same moment do wait for each other; the server ends one of them, which is sent again.
#include "storage/postgresql/connection.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/postgresql/arrays.h"
#include "storage/postgresql/pipeline.h"
#include "storage/sql/id_text.h"
#include "storage/sql/phrases.h"
#include "storage/sql/read_call.h"

namespace sample_host::postgresql {

namespace {

// As the indexes of open runs say it, each its own way (schema_1.cpp).
constexpr sql::Phrases phrases{
    .by_tzdata_version = "",
    .asks_a_zone = "tzdata_version > '' AND ",
    .open_of_job = "finished_at IS NULL",
    .open_of_owner = "outcome = 'none'",
    .open_to_cancel = "announced = 0 AND coalesce(finished_at, 0) = 0", // a closed one may wait to be announced
    .calendars_name_1 = "calendars @> to_jsonb(CAST(?1 AS text))",
    .among_1 = "= ANY (ARRAY(SELECT CAST(value AS uuid) FROM json_array_elements_text(CAST(?1 AS json))))"};

// The first number says of what: 1 incarnations, 2 names.
const sql::Sql lock_caller_sql{"SELECT pg_advisory_xact_lock_shared(1, hashtext(?1))"};
const sql::Sql lock_retired_sql{
    "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(1, hash) FROM (SELECT DISTINCT hashtext(CAST(incarnation AS "
    "text)) AS "
    "hash FROM unnest(CAST(?1 AS uuid[])) AS incarnation ORDER BY hash) AS sorted) AS locked"};
const sql::Sql lock_names_sql{
    "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(2, hash) FROM (SELECT DISTINCT hashtext(name) AS hash "
    "FROM unnest(CAST(?1 AS text[])) AS name ORDER BY hash) AS sorted) AS locked"};
const sql::Sql lock_jobs_sql{"SELECT count(*) FROM (SELECT 1 FROM job WHERE id = ANY(CAST(?1 AS text[])) ORDER BY id "
                             "FOR NO KEY UPDATE) AS locked"};
const sql::Sql write_jobs_sql{"UPDATE job SET version = version WHERE id = ANY(CAST(?1 AS text[]))"};
const sql::Sql lock_jobs_of_runs_sql{
    "SELECT count(*) FROM (SELECT 1 FROM job WHERE id IN (SELECT job_id FROM run WHERE id = ANY(CAST(?1 AS uuid[]))) "
    "ORDER BY id FOR NO KEY UPDATE) AS locked"};
const sql::Sql lock_runs_sql{"SELECT count(*) FROM (SELECT 1 FROM run WHERE id = ANY(CAST(?1 AS uuid[])) ORDER BY id "
                             "FOR NO KEY UPDATE) AS locked"};
const sql::Sql lock_records_sql{"SELECT count(*) FROM (SELECT 1 FROM record WHERE id = ANY(CAST(?1 AS uuid[])) "
                                "ORDER BY id FOR NO KEY UPDATE) AS locked"};

const sql::Sql now_sql{"SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000000) AS bigint)"};
// On the channel that is called as the schema; jobs_listener.cpp hears it. The server tells it once they are committed.
const sql::Sql tell_jobs_sql{"SELECT count(pg_notify(CAST(current_schema() AS text), ?2 || ' ' || id)) "
                             "FROM unnest(CAST(?1 AS text[])) AS id"};
const sql::Sql tell_jobs_of_runs_sql{"SELECT count(pg_notify(CAST(current_schema() AS text), ?2 || ' ' || job_id)) "
                                     "FROM run WHERE id = ANY(CAST(?1 AS uuid[]))"};

const sql::Sql take_versions_sql{"SELECT nextval('version') FROM generate_series(1, ?1)"};

} // namespace

Connection::Connection(const Place &place, ServerClock &clock, std::string teller)
    : clock_(clock), teller_(std::move(teller)), session_(place) {}

std::string Connection::text_of(const sql::Sql &sql) {
    std::string text = sql::with_phrases(sql.text, phrases);
    std::replace(text.begin(), text.end(), '?', '$');
    return text;
}

Statement &Connection::prepared(const sql::Sql &sql) {
    const auto found = statements_.find(&sql);
    if (found != statements_.end()) return found->second;
    return statements_
        .emplace(std::piecewise_construct, std::forward_as_tuple(&sql),
                 std::forward_as_tuple(session_, "s" + std::to_string(statements_.size()), text_of(sql)))
        .first->second;
}

void Connection::begin_reading() {
    changed_jobs_.clear();
    changed_runs_.clear();
    session_.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// Locks on their way to the server, and the arrays that name them.
struct Connection::Taken {
    Arrays arrays;
    std::vector<sql::Query> queries;
};

void Connection::add_locks(Pipeline &pipeline, const sql::Locks &locks, Taken &taken) {
    const auto take = [&](const sql::Sql &sql, const auto &rows) {
        if (!rows.empty()) taken.queries.push_back(pipeline.add(prepared(sql), taken.arrays.keep(rows)));
    };
    take(lock_retired_sql, locks.retired);
    take(lock_names_sql, locks.names);
    take(lock_jobs_sql, locks.jobs);
    take(write_jobs_sql, locks.rivals);
    take(lock_jobs_of_runs_sql, locks.closing);
    take(lock_runs_sql, locks.runs);
    take(lock_records_sql, locks.records);
}

sql::Opening Connection::begin_writing(const sql::Locks &locks) {
    versions_.clear();
    versions_at_once_ = std::max<std::size_t>(1, locks.items);
    changed_jobs_ = locks.changed_jobs.empty() ? "" : array_of(locks.changed_jobs);
    changed_runs_ = locks.changed_runs.empty() ? "" : array_of(locks.changed_runs);
    Taken taken;
    Pipeline pipeline(session_);
    pipeline.add("BEGIN");
    if (!sql::is_none(locks.caller)) {
        taken.queries.push_back(pipeline.add(prepared(lock_caller_sql), sql::id_text(locks.caller)));
    }
    add_locks(pipeline, locks, taken);
    sql::Query clock = pipeline.add(prepared(now_sql));
    sql::Query caller = pipeline.add(prepared(sql::caller_sql), sql::id_text(locks.caller));
    try {
        pipeline.execute();
        return {clock_.stand_in() ? clock_.stand_in()() : read_now(std::move(clock)), read_caller(std::move(caller))};
    } catch (...) {
        roll_back();
        throw;
    }
}

// Versions that were taken before may be older than what others have written meanwhile.
std::int64_t Connection::lock(const sql::Locks &locks) {
    versions_.clear();
    Taken taken;
    Pipeline pipeline(session_);
    add_locks(pipeline, locks, taken);
    sql::Query clock = pipeline.add(prepared(now_sql));
    pipeline.execute();
    return clock_.stand_in() ? clock_.stand_in()() : read_now(std::move(clock));
}

std::vector<gs_id> Connection::commit_with_flags(const gs_id &caller) {
    Pipeline pipeline(session_);
    sql::Query flags = pipeline.add(prepared(sql::cancel_flags_sql), caller);
    std::vector<sql::Query> told;
    if (!changed_jobs_.empty()) told.push_back(pipeline.add(prepared(tell_jobs_sql), lend(changed_jobs_), teller_));
    if (!changed_runs_.empty())
        told.push_back(pipeline.add(prepared(tell_jobs_of_runs_sql), lend(changed_runs_), teller_));
    pipeline.add("COMMIT");
    pipeline.execute();
    return read_flags(std::move(flags));
}

void Connection::commit() {
    session_.execute("COMMIT");
}

void Connection::roll_back() noexcept {
    try {
        session_.execute("ROLLBACK");
    } catch (...) {
        return; // the connection is gone, and the transaction with it
    }
}

std::int64_t Connection::now() {
    return clock_.stand_in() ? clock_.stand_in()() : read_now(query(now_sql));
}

std::int64_t Connection::read_now(sql::Query query) {
    query.step();
    const std::int64_t now = query.integer();
    clock_.heard(now);
    return now;
}

std::int64_t Connection::next_version() {
    if (versions_.empty()) {
        sql::Query taken = query(take_versions_sql, static_cast<std::int64_t>(versions_at_once_));
        while (taken.step()) versions_.push_back(taken.integer());
    }
    const std::int64_t version = versions_.front();
    versions_.pop_front();
    return version;
}

} // namespace sample_host::postgresql
