// purge.h - a purge in two parts: what may go is looked for on a reading connection, so that nobody who writes waits
// for it, and is removed in a short writing transaction. What was found stays good in between: what is closed and
// announced stays so, and what is not the newest of its job never becomes it. Thread-safety: the caller holds the
// connection.
#pragma once

#include <string>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "storage/sql/connection.h"
#include "storage/sql/write_call.h"

namespace sample_host::sql {

struct Purgeable {
    std::vector<std::string> others;   // ids of runs or records
    std::vector<std::string> failures; // ids of runs
    gs_purged seen{};                  // where the walk goes on, and whether it does
};

// Of an item that check_purge would refuse: nothing.
Purgeable find_purgeable(Connection &connection, const gs_purge &item);

bool is_good_purge(const gs_purge &item);

// Throws BadItem, saying what is wrong.
void check_purge(const gs_purge &item);

// Removes what was found, or the replicas that the item is about; `found.seen` then counts what was removed.
void purge(WriteCall &call, const gs_purge &item, Purgeable &found);

// The statements, for the test of their query plans.
extern const Sql runs_by_age_sql;
extern const Sql first_runs_by_count_sql;
extern const Sql runs_by_count_sql;
extern const Sql kinds_of_runs_sql;
extern const Sql records_by_age_sql;
extern const Sql first_records_by_count_sql;
extern const Sql records_by_count_sql;
extern const Sql kinds_of_records_sql;
extern const Sql delete_runs_sql;
extern const Sql delete_records_sql;
extern const Sql delete_notices_sql;
extern const Sql old_replicas_sql;

} // namespace sample_host::sql
