// sqlite_storage.h - the storage on one SQLite file, which one object at a time may have open.
// Thread-safety: everything may be called from any thread. Writes go one after the other on the writing connection,
// reads one after the other on the reading one; a read does not wait for a write.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "storage/sql/sql_storage.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/open_files.h"
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

    // Before each call it looks whether the file is still the one that is open. Once it is removed or renamed, nothing
    // is written until it is back, and reads are answered from the one that is open; one that was put in its place is
    // opened if it is of this program's schema. Throws StorageError otherwise, which may pass.
    sql::Lent lend(sql::Use use) override;

    sql::Verdict judge(const std::exception &fault) override;

    // For tests; while nobody else uses the storage.
    Connection &writing() { return *writing_; }
    Connection &reading() { return *reading_; }

  private:
    using Time = std::chrono::steady_clock::time_point;

    void open();
    void connect();
    bool disturbed() const;
    void mend(sql::Use use);
    void open_again();
    void empty_log() noexcept;
    void retire_all();
    void check_version(Connection &connection);
    std::string said_of(const char *what) const;

    std::filesystem::path path_;
    PathLock lock_;
    Clock clock_;
    OpenFiles files_;
    std::mutex writing_mutex_; // taken before the other one by whoever needs both
    std::mutex reading_mutex_;
    std::unique_ptr<Connection> writing_; // null, as the other one: the file could not be opened again
    std::unique_ptr<Connection> reading_;
    std::atomic<bool> suspect_ = false; // what is in the file was found damaged: it is opened anew
    Time version_due_{};                // when the schema's version is looked at next
};

} // namespace sample_host::sqlite
