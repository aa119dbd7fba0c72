// hold.h - what put, remove and disable do to a job's open runs: the waiting ones are closed, the others are counted.
// Thread-safety: the caller holds the connection.
#pragma once

#include <string_view>

#include "storage/sql/write_call.h"

namespace sample_host::sql {

// Also for the test of their query plans.
extern const Sql open_runs_of_job_sql;
extern const Sql waiting_runs_sql;

// Closes the job's waiting runs as canceled(gate).
void close_waiting_runs(WriteCall &call, std::string_view job_id);

// Writes how many runs of the job are claimed and how many are running into the answer.
void count_open_runs(WriteCall &call, std::string_view job_id, gs_item_result &result);

} // namespace sample_host::sql
