// connection.cpp - see connection.h. Locks are taken in one order by everybody, so that nobody waits for one who waits:
// first incarnations and names, then jobs, runs and records, each kind sorted. Only two replicas that retire each other
// at the same moment do wait for each other; the server ends one of them, which is sent again.
#include "storage/postgresql/connection.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "storage/postgresql/array_text.h"
#include "storage/sql/id_text.h"
#include "storage/sql/phrases.h"

namespace sample_host::postgresql {

namespace {

constexpr sql::Phrases phrases{.by_tzdata_version = "", .calendars_name_1 = "calendars @> to_jsonb(CAST(?1 AS text))"};

// The first number says of what: 1 incarnations, 2 names.
const sql::Sql lock_caller_sql{"SELECT pg_advisory_xact_lock_shared(1, hashtext(?1))"};
const sql::Sql lock_retired_sql{
    "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(1, hash) FROM (SELECT DISTINCT hashtext(incarnation) AS hash "
    "FROM unnest(CAST(?1 AS text[])) AS incarnation ORDER BY hash) AS sorted) AS locked"};
const sql::Sql lock_names_sql{
    "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(2, hash) FROM (SELECT DISTINCT hashtext(name) AS hash "
    "FROM unnest(CAST(?1 AS text[])) AS name ORDER BY hash) AS sorted) AS locked"};
const sql::Sql lock_jobs_sql{"SELECT count(*) FROM (SELECT 1 FROM job WHERE id = ANY(CAST(?1 AS text[])) ORDER BY id "
                             "FOR NO KEY UPDATE) AS locked"};
const sql::Sql lock_jobs_of_runs_sql{
    "SELECT count(*) FROM (SELECT 1 FROM job WHERE id IN (SELECT job_id FROM run WHERE id = ANY(CAST(?1 AS uuid[]))) "
    "ORDER BY id FOR NO KEY UPDATE) AS locked"};
const sql::Sql lock_runs_sql{"SELECT count(*) FROM (SELECT 1 FROM run WHERE id = ANY(CAST(?1 AS uuid[])) ORDER BY id "
                             "FOR NO KEY UPDATE) AS locked"};
const sql::Sql lock_records_sql{"SELECT count(*) FROM (SELECT 1 FROM record WHERE id = ANY(CAST(?1 AS uuid[])) "
                                "ORDER BY id FOR NO KEY UPDATE) AS locked"};

const sql::Sql now_sql{"SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000000) AS bigint)"};
const sql::Sql take_versions_sql{"SELECT nextval('version') FROM generate_series(1, ?1)"};

} // namespace

Connection::Connection(const Place &place, ServerClock &clock) : clock_(clock), session_(place) {}

std::string Connection::text_of(const sql::Sql &sql) {
    std::string text = sql::with_phrases(sql.text, phrases);
    std::replace(text.begin(), text.end(), '?', '$');
    return text;
}

sql::Statement &Connection::prepared(const sql::Sql &sql) {
    const auto found = statements_.find(&sql);
    if (found != statements_.end()) return found->second;
    return statements_
        .emplace(std::piecewise_construct, std::forward_as_tuple(&sql),
                 std::forward_as_tuple(session_, "s" + std::to_string(statements_.size()), text_of(sql)))
        .first->second;
}

void Connection::begin(sql::Use use) {
    versions_.clear();
    versions_at_once_ = 1;
    session_.execute(use == sql::Use::writing ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
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

void Connection::lock(const sql::Locks &locks) {
    versions_at_once_ = std::max<std::size_t>(1, locks.items);
    const auto take = [this](const sql::Sql &sql, const auto &rows) {
        if (!rows.empty()) query(sql, array_text(rows)).step();
    };
    if (!sql::is_none(locks.caller)) query(lock_caller_sql, sql::id_text(locks.caller)).step();
    take(lock_retired_sql, locks.retired);
    take(lock_names_sql, locks.names);
    take(lock_jobs_sql, locks.jobs);
    take(lock_jobs_of_runs_sql, locks.closing);
    take(lock_runs_sql, locks.runs);
    take(lock_records_sql, locks.records);
}

std::int64_t Connection::now() {
    if (clock_.stand_in()) return clock_.stand_in()();
    sql::Query clock = query(now_sql);
    clock.step();
    const std::int64_t now = clock.integer();
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
