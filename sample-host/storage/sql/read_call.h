// read_call.h - what the opening and the end of a transaction read: whether the caller is alive, and the cancel flags
// of its runs, which every answer carries. Thread-safety: the caller holds the connection.
#pragma once

#include <optional>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

extern const Sql caller_sql;       // by incarnation: one row or none; the column is 1 or true if it is alive
extern const Sql cancel_flags_sql; // by incarnation: the ids of its open runs whose flag is set, oldest first

std::optional<bool> read_caller(Query query);
std::vector<gs_id> read_flags(Query query);
void tell_flags(const std::vector<gs_id> &flags, const gs_answer &answer);

} // namespace sample_host::sql
