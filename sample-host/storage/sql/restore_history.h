// restore_history.h - runs and records that come from another store.
// Thread-safety: the caller holds the writing connection, in a transaction.
#pragma once

#include "storage/snapshot.h"
#include "storage/sql/connection.h"

namespace sample_host::sql {

// False: one of this id is there. Throws BadItem for a constant without a word.
bool restore_run(Connection &connection, const RunOfJob &row);
bool restore_record(Connection &connection, const RecordOfJob &row);

} // namespace sample_host::sql
