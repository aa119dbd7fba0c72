// batch_writes.h - the claims and updates of one call that are of the common kind, in one statement or two. What is not
// of it, or meets no row, is left to be carried out by itself, which also finds out why. A room each:
// claim_together.cpp, update_together.cpp, close_together.cpp.
// Thread-safety: the caller holds the connection.
#pragma once

#include "storage/sql/batches.h"
#include "storage/sql/connection.h"

namespace sample_host::postgresql {

// The statements, for the test of their query plans.
extern const sql::Sql claim_together_sql;
extern const sql::Sql close_together_sql;
extern const sql::Sql to_running_sql;
extern const sql::Sql to_announced_sql;

class BatchWrites : public sql::Batches {
  public:
    sql::Together claim(sql::WriteCall &call, const gs_claim *const *items, std::uint32_t count) override;
    bool close_different_jobs(sql::Connection &connection, const gs_update *const *items, std::uint32_t count) override;
    sql::Together update(sql::WriteCall &call, const gs_update *const *items, std::uint32_t count) override;
};

} // namespace sample_host::postgresql
