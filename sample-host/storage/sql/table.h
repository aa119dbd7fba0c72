// table.h - the C table over a database. No exception leaves its functions.
#pragma once

#include <gateway_scheduler/storage.h>

namespace sample_host::sql {

class Database;

// The database is the table's context and outlives it. `exclusive`: only one process can have it open.
gs_storage make_table(Database &database, bool exclusive);

} // namespace sample_host::sql
