// notice.h - the notifier's row in the database.
// Thread-safety: the caller holds the writing connection, in a transaction.
#pragma once

#include <cstdint>

#include <gateway_scheduler/notifier.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

// Does nothing if a notice of this id is there already.
void insert_notice_row(Connection &connection, const gs_notice &notice, std::int64_t now);

} // namespace sample_host::sql
