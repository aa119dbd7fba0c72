// query_plan_test.cpp - what is read and written all the time goes by an index also when the server plans it without
// looking at the values, as it does with a prepared statement in the end.
#include "storage_fixture.h"

#include <algorithm>
#include <regex>
#include <string>

#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/connection.h"
#include "storage/sql/claim.h"
#include "storage/sql/hold.h"
#include "storage/sql/purge.h"
#include "storage/sql/read_call.h"
#include "storage/sql/reads.h"

namespace tests {
namespace {

using namespace sample_host::sql;
using sample_host::postgresql::claim_together_sql;
using sample_host::postgresql::close_together_sql;
using sample_host::postgresql::to_announced_sql;
using sample_host::postgresql::to_running_sql;

class QueryPlans : public PostgresqlTest {
  protected:
    void SetUp() override {
        open();
        fill();
        session_.execute("SET plan_cache_mode = force_generic_plan");
    }

    // Two thousand jobs, twenty of them due and with an open run, and ten closed runs each.
    void fill() {
        // The tests say themselves when the server counts what there is.
        session_.execute("SET statement_timeout = 0; ALTER TABLE job SET (autovacuum_enabled = off); "
                         "ALTER TABLE run SET (autovacuum_enabled = off); "
                         "ALTER TABLE record SET (autovacuum_enabled = off)");
        session_.execute(
            "INSERT INTO job (id, generation, version, revision, look_at, next_fire, fires, succeeded, failed, "
            "failures_in_row, created_at, updated_at, max_runs, jitter, catch_up_limit, catch_up_window, "
            "start_deadline, "
            "timeout, stall_timeout, retry_delay, retry_max_delay, max_active, retries, priority, "
            "disable_after_failures, notify_on, paused, disabled, delete_when_finished, last_outcome, tzdata_version, "
            "name, owner, schedule, zone, labels, calendars, dst_gap, dst_overlap, overlap, concurrency_key, catch_up, "
            "retry_on, on_lost, job_class, pause_reason) SELECT 'job-' || n, n, n, 1, n * 1000000, n * 1000000, 0, 0, "
            "0, "
            "0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 6, 0, 0, 0, 'none', '2026b', '', '', '* * * * *', "
            "'UTC', "
            "'{}', '[]', 'run_after', 'first', 'skip', '', 'latest', 'temporary', 'report', 'light', '' "
            "FROM generate_series(1, 2000) AS n");
        session_.execute(
            "INSERT INTO run (id, generation, revision, due_at, epoch, claimed_at, finished_at, owner_incarnation, "
            "attempt, attempt_spent, cancel_requested, announced, output_truncated, \"trigger\", state, outcome, "
            "reason, "
            "job_id, owner_instance, concurrency_key, error) SELECT gen_random_uuid(), 1, 1, n, 1, n, CASE WHEN n > 20 "
            "THEN n END, "
            "'00000000-0000-0000-0000-000000000001', 1, 1, 0, CASE WHEN n > 20 THEN 1 ELSE 0 END, 0, 'schedule', CASE "
            "WHEN n <= 20 THEN 'running' ELSE "
            "'closed' END, CASE WHEN n <= 20 THEN 'none' ELSE 'succeeded' END, 'none', 'job-' || (n % 2000), 'alpha', "
            "'job-' || (n % 2000), '' FROM generate_series(1, 20000) AS n");
        session_.execute(
            "INSERT INTO record (id, generation, first_due, last_due, count, at, by_incarnation, announced, job_id, "
            "kind, "
            "reason, by_instance, detail) SELECT gen_random_uuid(), 1, n, n, 1, n, "
            "'00000000-0000-0000-0000-000000000001', 1, 'job-' || (n % 2000), 'skipped', 'overlap', 'alpha', '' "
            "FROM generate_series(1, 10000) AS n");
        session_.execute("ANALYZE job, run, record");
    }

    std::string plan(const Sql &sql) {
        const std::string text = sample_host::postgresql::Connection::text_of(sql);
        int parameters = 0;
        const std::regex parameter("\\$([0-9]+)");
        for (auto at = std::sregex_iterator(text.begin(), text.end(), parameter); at != std::sregex_iterator(); ++at) {
            parameters = std::max(parameters, std::stoi((*at)[1]));
        }
        std::string values;
        for (int i = 0; i < parameters; ++i) values += i == 0 ? "NULL" : ", NULL";
        session_.execute("DEALLOCATE ALL");
        session_.execute("PREPARE planned AS " + text);
        const auto result = session_.execute("EXPLAIN EXECUTE planned" + (values.empty() ? "" : "(" + values + ")"));
        std::string lines;
        for (int i = 0; i < PQntuples(result.get()); ++i) lines += PQgetvalue(result.get(), i, 0) + std::string("\n");
        return lines;
    }

    void expect_seek(const Sql &sql, const std::string &index) {
        const std::string lines = plan(sql);
        EXPECT_NE(lines.find(index), std::string::npos) << sql.text << '\n' << lines;
        for (const char *slow : {"Seq Scan on job", "Seq Scan on run", "Seq Scan on record"}) {
            EXPECT_EQ(lines.find(slow), std::string::npos) << sql.text << '\n' << lines;
        }
        // What is meant for open runs is never read from end to end.
        const std::regex whole("using run_open_[a-z]+ on [^\n]*\n(?! *Index Cond)");
        EXPECT_FALSE(std::regex_search(lines, whole)) << sql.text << '\n' << lines;
    }

    void expect_open_runs() {
        expect_seek(claim_together_sql, "run_open_key");
        expect_seek(claim_scheduled_sql, "run_open_key");
        expect_seek(claim_manual_sql, "run_open_key");
        expect_seek(active_runs_sql, "run_open_key");
        expect_seek(cancel_flags_sql, "run_cancel_requested");
        expect_seek(open_runs_of_job_sql, "run_open_job");
        expect_seek(waiting_runs_sql, "run_open_job");
        gs_runs_page by_owner = page(open_states);
        by_owner.owner_instance = name;
        expect_seek(runs_sql(by_owner), "run_open_instance");
        gs_runs_page by_key = page(open_states);
        by_key.concurrency_key = name;
        expect_seek(runs_sql(by_key), "run_open_key");
    }

    static gs_runs_page page(std::int32_t states = 0) {
        gs_runs_page page{};
        page.states = states;
        page.due_at = GS_NO_TIME;
        return page;
    }

    static constexpr std::int32_t open_states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    static constexpr gs_string name{"x", 1};
    Session session_{place()};
};

TEST_F(QueryPlans, WhatIsDue) {
    expect_seek(due_jobs_sql, "job_look_at");
    expect_seek(wake_runs_sql, "run_wake_at");
    expect_seek(wake_records_sql, "record_wake_at");
    expect_seek(jobs_sql, "job_pkey");
}

TEST_F(QueryPlans, Claims) {
    expect_seek(claim_scheduled_sql, "run_open_key");
    expect_seek(claim_manual_sql, "run_open_key");
    expect_seek(active_runs_sql, "run_open_key");
}

// Each row by its own id, in a store that is empty and in one that is not: such a plan is kept for long.
TEST_F(QueryPlans, ManyItemsInOneStatement) {
    const auto expect_addresses = [this](const Sql &sql) {
        const std::string lines = plan(sql);
        EXPECT_NE(lines.find("Tid Scan on"), std::string::npos) << sql.text << '\n' << lines;
        EXPECT_EQ(lines.find("run_open_job"), std::string::npos) << sql.text << '\n' << lines;
        EXPECT_EQ(lines.find("Seq Scan on"), std::string::npos) << sql.text << '\n' << lines;
    };
    const auto expect_all = [&] {
        for (const Sql *sql : {&claim_together_sql, &close_together_sql, &to_running_sql, &to_announced_sql}) {
            expect_addresses(*sql);
        }
    };
    expect_all();
    session_.execute("DELETE FROM record; DELETE FROM run; DELETE FROM job");
    session_.execute("VACUUM ANALYZE job, run, record");
    expect_all();
}

TEST_F(QueryPlans, OpenRuns) {
    expect_open_runs();
}

// An idle hour, and then a burst: the server believes the indexes of open runs to be empty, and to be read from end to
// end at no cost.
TEST_F(QueryPlans, OpenRunsWhenTheServerBelievesThatThereAreNone) {
    session_.execute("UPDATE run SET state = 'closed', outcome = 'succeeded', finished_at = 1 WHERE state <> 'closed'");
    session_.execute("VACUUM ANALYZE job, run, record");
    expect_open_runs();
    session_.execute("DELETE FROM run");
    session_.execute("VACUUM ANALYZE job, run, record");
    expect_open_runs();
}

TEST_F(QueryPlans, PagesOfRuns) {
    gs_runs_page by_id = page();
    by_id.run_id = conformance::numbered_id(1);
    expect_seek(runs_sql(by_id), "run_pkey");
    gs_runs_page by_job = page();
    by_job.job_id = name;
    expect_seek(runs_sql(by_job), "run_job");
    gs_runs_page by_instant = by_job;
    by_instant.due_at = 1;
    expect_seek(runs_sql(by_instant), "run_job"); // of one job there are not many: retention sees to that
    gs_runs_page by_owner = page(open_states);
    by_owner.owner_instance = name;
    expect_seek(runs_sql(by_owner), "run_open_instance");
    gs_runs_page by_key = page(open_states);
    by_key.concurrency_key = name;
    expect_seek(runs_sql(by_key), "run_open_key");
    expect_seek(runs_sql(page()), "run_pkey");
}

TEST_F(QueryPlans, PagesOfRecords) {
    gs_records_page of_job{};
    of_job.job_id = name;
    expect_seek(records_sql(of_job), "record_job");
    expect_seek(records_sql(gs_records_page{}), "record_pkey");
}

TEST_F(QueryPlans, APurgeReadsPagesOfItsIndexes) {
    expect_seek(runs_by_age_sql, "run_finished_at");
    expect_seek(records_by_age_sql, "record_at");
    for (const Sql *sql : {&first_runs_by_count_sql, &runs_by_count_sql}) expect_seek(*sql, "run_job");
    for (const Sql *sql : {&first_records_by_count_sql, &records_by_count_sql}) expect_seek(*sql, "record_job");
}

TEST_F(QueryPlans, WhatAPurgeHasFoundIsReadAndRemovedById) {
    for (const Sql *sql : {&kinds_of_runs_sql, &delete_runs_sql}) expect_seek(*sql, "run_pkey");
    for (const Sql *sql : {&kinds_of_records_sql, &delete_records_sql}) expect_seek(*sql, "record_pkey");
}

} // namespace
} // namespace tests
