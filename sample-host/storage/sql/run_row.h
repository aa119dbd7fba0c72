// run_row.h - a run's row for the contract.
// Thread-safety: none; a row borrows from the query that it was read from.
#pragma once

#include <gateway_scheduler/run.h>

#include "storage/sql/query.h"

namespace sample_host::sql {

// What a select of runs names, in the order in which read_run reads it.
extern const char *const run_columns;

gs_run read_run(Query &query); // throws UnreadableRow

// The same for records.
extern const char *const record_columns;

gs_record read_record(Query &query); // throws UnreadableRow

} // namespace sample_host::sql
