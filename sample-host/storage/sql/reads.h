// reads.h - the reads of the contract. A room each: job_reads.cpp, run_reads.cpp, record_reads.cpp, wake_reads.cpp,
// replicas.cpp, calendars.cpp. A visitor that the caller left null is not called. A row of another table than job
// that cannot be decoded is left out; the page goes on behind it.
// Thread-safety: the caller holds the reading connection, in a transaction.
#pragma once

#include <functional>

#include <gateway_scheduler/storage.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

extern const Sql due_jobs_sql;
extern const Sql jobs_sql;
extern const Sql wake_runs_sql;
extern const Sql wake_records_sql;

void read_job(Connection &connection, const gs_string &id, const gs_answer &answer);
void read_jobs(Connection &connection, const gs_jobs_page &page, const gs_answer &answer);
void read_due_jobs(Connection &connection, const gs_due_page &page, const gs_answer &answer);
void read_wake_runs(Connection &connection, const gs_wake_page &page, const gs_answer &answer);
void read_runs(Connection &connection, const gs_runs_page &page, const gs_answer &answer);
void read_records(Connection &connection, const gs_records_page &page, const gs_answer &answer);
void read_replicas(Connection &connection, const gs_answer &answer);
void read_calendars(Connection &connection, const gs_answer &answer);

// The statement that a page of runs is read with: one for each set of restrictions, each by an index.
const Sql &runs_sql(const gs_runs_page &page);
const Sql &records_sql(const gs_records_page &page);

} // namespace sample_host::sql
