// sqlite_storage.h - the storage on one SQLite file, which one object at a time may have open.
// Thread-safety: everything may be called from any thread. Writes go one after the other on the writing connection,
// reads one after the other on the reading one; a read does not wait for a write.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/path_lock.h"
#include "storage/storage.h"

namespace sample_host::sqlite {

using Clock = std::function<std::int64_t()>; // microseconds since 1970, UTC

Clock realtime_clock();

// Throws what opening would, as far as it can be told with nothing made, locked or changed. To be called while no
// object of this process has the database open, or it is refused as one in use.
void check_database(const std::filesystem::path &path);

class SqliteStorage : public Storage {
  public:
    // Creates the file when there is none. Throws StorageError.
    SqliteStorage(const std::filesystem::path &path, Clock clock);

    const gs_storage &table() override { return table_; }
    bool has_calendar(const std::string &name) override;
    CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) override;
    void remove_calendar(const std::string &name) override;
    void insert_notice(const gs_notice &notice) override;

    std::int64_t now() const override { return clock_(); }
    Connection &writing() { return *writing_; }
    Connection &reading() { return *reading_; }

  private:
    void open();
    template <class Write>
    void write(Write write); // in a transaction on the writing connection

    std::filesystem::path path_;
    PathLock lock_;
    Clock clock_;
    std::unique_ptr<Connection> writing_;
    std::unique_ptr<Connection> reading_;
    gs_storage table_;
};

} // namespace sample_host::sqlite
