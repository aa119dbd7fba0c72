// postgresql_storage.h - the storage on a PostgreSQL database, which any number of hosts share.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

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
    std::vector<sql::Lent> lend_side_by_side(std::size_t most) override;
    sql::Verdict judge(const std::exception &fault) override;
    std::unique_ptr<JobsWatch> watch_jobs(JobsChanged changed) override;

  private:
    sql::Lent lent(std::unique_ptr<Connection> connection);
    void look_now_and_then(Connection &connection, sql::Use use);
    void check_version(Connection &connection) const;

    const Place place_;
    const std::string teller_;
    ServerClock clock_;
    const std::string shown_;                   // the address
    std::atomic<std::int64_t> version_due_ = 0; // when the schema's version is looked at next, steady, microseconds
    std::atomic<std::int64_t> clock_due_ = 0;   // likewise the server's clock
    Pool pool_;
};

} // namespace sample_host::postgresql
