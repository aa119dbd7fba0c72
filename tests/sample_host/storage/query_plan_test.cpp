// query_plan_test.cpp - the reads and writes that happen all the time are index seeks: no scan, no sorting.
#include "storage_fixture.h"

#include <vector>

#include <SQLiteCpp/Statement.h>

#include "storage/sql/calendar_write.h"
#include "storage/sql/claim.h"
#include "storage/sql/hold.h"
#include "storage/sql/purge.h"
#include "storage/sql/read_call.h"
#include "storage/sql/reads.h"

namespace sample_host::sqlite {
namespace {

class QueryPlanTest : public StorageFixture {
  protected:
    std::string plan(const Sql &sql) {
        SQLite::Statement explain(storage().reading().database(), "EXPLAIN QUERY PLAN " + Connection::text_of(sql));
        std::string steps;
        while (explain.executeStep()) steps += explain.getColumn(3).getString() + "\n";
        return steps;
    }

    void expect_seek(const Sql &sql, const std::string &seek) {
        const std::string steps = plan(sql);
        EXPECT_NE(steps.find(seek), std::string::npos) << sql.text << '\n' << steps;
        for (const char *slow : {"SCAN job", "SCAN run", "SCAN record", "SCAN replica", "SCAN newer", "TEMP B-TREE"}) {
            EXPECT_EQ(steps.find(slow), std::string::npos) << sql.text << '\n' << steps;
        }
    }

    static gs_runs_page page(std::int32_t states = 0) {
        gs_runs_page page{};
        page.states = states;
        page.due_at = GS_NO_TIME;
        return page;
    }

    static constexpr std::int32_t open_states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    static constexpr gs_string name{"x", 1};
};

TEST_F(QueryPlanTest, DueJobs) {
    expect_seek(due_jobs_sql, "SEARCH job USING INDEX job_look_at ((look_at,id)>(?,?) AND look_at<?)");
}

TEST_F(QueryPlanTest, WakingRunsAndRecords) {
    expect_seek(wake_runs_sql, "SEARCH run USING INDEX run_wake_at ((wake_at,id)>(?,?) AND wake_at<?)");
    expect_seek(wake_records_sql, "SEARCH record USING INDEX record_wake_at ((wake_at,id)>(?,?) AND wake_at<?)");
}

TEST_F(QueryPlanTest, JobsById) {
    expect_seek(jobs_sql, "SEARCH job USING INDEX sqlite_autoindex_job_1 (id>?)");
}

TEST_F(QueryPlanTest, AClaimFindsItsJobAndCountsItsKey) {
    for (const Sql *sql : {&claim_scheduled_sql, &claim_manual_sql}) {
        expect_seek(*sql, "SEARCH job USING INDEX sqlite_autoindex_job_1 (id=?)");
        expect_seek(*sql, "SEARCH run USING INDEX run_open_key (concurrency_key=?)");
    }
    expect_seek(active_runs_sql, "SEARCH run USING INDEX run_open_key (concurrency_key=?)");
}

TEST_F(QueryPlanTest, CancelFlagsOfAnOwner) {
    expect_seek(cancel_flags_sql, "SEARCH run USING INDEX run_cancel_requested (owner_incarnation=?)");
}

TEST_F(QueryPlanTest, OpenRunsOfAJob) {
    expect_seek(open_runs_of_job_sql, "SEARCH run USING COVERING INDEX run_open_job (job_id=?)");
    expect_seek(waiting_runs_sql, "SEARCH run USING INDEX run_open_job (job_id=? AND state=?)");
}

TEST_F(QueryPlanTest, PagesOfRuns) {
    gs_runs_page by_id = page();
    by_id.run_id = id(1);
    expect_seek(runs_sql(by_id), "SEARCH run USING INDEX sqlite_autoindex_run_1 (id=?)");
    gs_runs_page by_job = page();
    by_job.job_id = name;
    expect_seek(runs_sql(by_job), "SEARCH run USING INDEX run_job (job_id=? AND id<?)");
    gs_runs_page by_instant = by_job;
    by_instant.due_at = noon;
    expect_seek(runs_sql(by_instant), "SEARCH run USING INDEX run_due_at (job_id=? AND due_at=? AND id<?)");
    gs_runs_page by_owner = page(open_states);
    by_owner.owner_instance = name;
    expect_seek(runs_sql(by_owner), "SEARCH run USING INDEX run_open_instance (owner_instance=? AND id<?)");
    gs_runs_page by_key = page(open_states);
    by_key.concurrency_key = name;
    expect_seek(runs_sql(by_key), "SEARCH run USING INDEX run_open_key (concurrency_key=? AND id<?)");
    expect_seek(runs_sql(page()), "SEARCH run USING INDEX sqlite_autoindex_run_1 (id<?)");
}

TEST_F(QueryPlanTest, PagesOfRecords) {
    gs_records_page of_job{};
    of_job.job_id = name;
    expect_seek(records_sql(of_job), "SEARCH record USING INDEX record_job (job_id=? AND id<?)");
    expect_seek(records_sql(gs_records_page{}), "SEARCH record USING INDEX sqlite_autoindex_record_1 (id<?)");
}

TEST_F(QueryPlanTest, JobsThatNameACalendarAreLookedForAmongThoseThatNameAny) {
    EXPECT_NE(plan(naming_jobs_sql).find("USING INDEX job_calendars"), std::string::npos) << plan(naming_jobs_sql);
}

TEST_F(QueryPlanTest, TheOpenRunsOfARetiredReplica) {
    const std::string looks = "SEARCH run USING INDEX run_open_instance (owner_instance=?)";
    EXPECT_NE(plan(old_replicas_sql).find(looks), std::string::npos) << plan(old_replicas_sql);
}

TEST_F(QueryPlanTest, APurgeByAgeReadsAPageOfItsIndex) {
    expect_seek(runs_by_age_sql, "SEARCH run USING INDEX run_finished_at ((finished_at,id)>(?,?) AND finished_at<?)");
    expect_seek(runs_by_age_sql, "SEARCH newer USING COVERING INDEX run_job (job_id=? AND id>?)");
    expect_seek(records_by_age_sql, "SEARCH record USING INDEX record_at ((at,id)>(?,?) AND at<?)");
    expect_seek(records_by_age_sql, "SEARCH newer USING COVERING INDEX record_job (job_id=? AND id>?)");
}

TEST_F(QueryPlanTest, APurgeByCountReadsAPageOfItsIndex) {
    expect_seek(runs_by_count_sql, "SEARCH run USING COVERING INDEX run_job ((job_id,id)<(?,?))");
    expect_seek(records_by_count_sql, "SEARCH record USING COVERING INDEX record_job ((job_id,id)<(?,?))");
    EXPECT_EQ(plan(first_runs_by_count_sql), "SCAN run USING COVERING INDEX run_job\n") << "in its order, to the limit";
    EXPECT_EQ(plan(first_records_by_count_sql), "SCAN record USING COVERING INDEX record_job\n");
}

TEST_F(QueryPlanTest, WhatAPurgeHasFoundIsReadAndRemovedById) {
    expect_seek(kinds_of_runs_sql, "SEARCH run USING INDEX sqlite_autoindex_run_1 (id=?)");
    expect_seek(kinds_of_records_sql, "SEARCH record USING INDEX sqlite_autoindex_record_1 (id=?)");
    expect_seek(delete_runs_sql, "SEARCH run USING INDEX sqlite_autoindex_run_1 (id=?)");
    expect_seek(delete_records_sql, "SEARCH record USING INDEX sqlite_autoindex_record_1 (id=?)");
    expect_seek(delete_notices_sql, "SEARCH notice USING INDEX sqlite_autoindex_notice_1 (id=?)");
}

} // namespace
} // namespace sample_host::sqlite
