// sqlite_storage.h - the storage on one SQLite file, which one object at a time may have open.
// Thread-safety: everything may be called from any thread. Writes go one after the other on the writing connection,
// reads one after the other on the reading one; a read does not wait for a write.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "storage/sql/sql_storage.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/path_lock.h"

namespace sample_host::sqlite {

Clock realtime_clock();

// Throws what opening would, as far as it can be told with nothing made, locked or changed. To be called while no
// object of this process has the database open, or it is refused as one in use.
void check_database(const std::filesystem::path &path);

class SqliteStorage : public sql::SqlStorage {
  public:
    // Creates the file when there is none. Throws StorageError.
    SqliteStorage(const std::filesystem::path &path, Clock clock);

    std::int64_t now() const override { return clock_(); }
    sql::Lent lend(sql::Use use) override;
    bool may_pass(const std::exception &fault) const override;

    Connection &writing() { return *writing_; }
    Connection &reading() { return *reading_; }

  private:
    void open();

    std::filesystem::path path_;
    PathLock lock_;
    Clock clock_;
    std::unique_ptr<Connection> writing_;
    std::unique_ptr<Connection> reading_;
};

} // namespace sample_host::sqlite
