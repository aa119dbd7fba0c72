// claim.h - the statements of a claim, for the test of their query plans. What they do is in operations.h.
#pragma once

#include "storage/sql/connection.h"

namespace sample_host::sql {

extern const Sql claim_scheduled_sql;
extern const Sql claim_manual_sql;
extern const Sql active_runs_sql;

} // namespace sample_host::sql
