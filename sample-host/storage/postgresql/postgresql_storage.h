// postgresql_storage.h - the storage on a PostgreSQL database, which any number of hosts share.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <string>

#include "storage/postgresql/pool.h"
#include "storage/postgresql/server_clock.h"
#include "storage/postgresql/session.h"
#include "storage/sql/sql_storage.h"

namespace sample_host::postgresql {

// Throws StorageError: what opening would, as far as it can be told with nothing changed.
void check_database(const Place &place);

class PostgresqlStorage : public sql::SqlStorage {
  public:
    // Connects, and brings the schema to the newest version. `clock`, if there is one, stands for the server's. Throws
    // StorageError.
    explicit PostgresqlStorage(const Place &place, Clock clock = {});

    std::int64_t now() const override { return clock_.now(); }
    sql::Lent lend(sql::Use use) override;
    bool may_pass(const std::exception &fault) const override;

  private:
    ServerClock clock_;
    Pool pool_;
};

} // namespace sample_host::postgresql
