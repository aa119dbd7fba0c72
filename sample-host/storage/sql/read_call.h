// read_call.h - what every answer carries: the cancel flags of the caller's runs.
// Thread-safety: the caller holds the connection.
#pragma once

#include <gateway_scheduler/storage.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

extern const Sql cancel_flags_sql;

// Tells of each open run of the caller whose cancel flag is set, oldest first.
void tell_cancel_flags(Connection &connection, const gs_caller &caller, const gs_answer &answer);

} // namespace sample_host::sql
