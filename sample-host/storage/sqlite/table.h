// table.h - the C table over a SqliteStorage. No exception leaves its functions.
#pragma once

#include <gateway_scheduler/storage.h>

namespace sample_host::sqlite {

class SqliteStorage;

// The storage is the table's context and outlives it.
gs_storage make_table(SqliteStorage &storage);

} // namespace sample_host::sqlite
