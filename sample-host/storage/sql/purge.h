// purge.h - the statements of a purge, for the test of their query plans. What they do is in operations.h.
#pragma once

#include "storage/sql/connection.h"

namespace sample_host::sql {

extern const Sql old_runs_sql;
extern const Sql old_records_sql;
extern const Sql old_replicas_sql;

} // namespace sample_host::sql
