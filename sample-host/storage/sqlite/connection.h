// connection.h - one connection to the SQLite file. Whoever writes has the whole file to itself, so no row is locked.
// Thread-safety: a connection belongs to the thread that it was lent to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include <SQLiteCpp/Database.h>

#include "storage/sql/connection.h"
#include "storage/sqlite/statement.h"

namespace sample_host::sqlite {

using Clock = std::function<std::int64_t()>; // microseconds since 1970, UTC

// Makes the file when there is none, for its owner only. Throws StorageError.
void make_database_file(const std::string &path);

class Connection : public sql::Connection {
  public:
    // The file has to be there.
    Connection(const std::string &path, sql::Use use, const Clock &clock);

    // For reading only, whatever others do with the file, which is there.
    Connection(const std::string &path, const Clock &clock);

    SQLite::Database &database() { return database_; }

    void begin_reading() override;
    sql::Opening begin_writing(const sql::Locks &locks) override;
    void commit() override; // and with it the sequence of versions
    void roll_back() noexcept override;
    std::int64_t now() override { return clock_(); }
    std::int64_t next_version() override;

    static std::string text_of(const sql::Sql &sql); // as SQLite is given it

  protected:
    sql::Statement &prepared(const sql::Sql &sql) override;

  private:
    const Clock &clock_;
    SQLite::Database database_;
    std::unordered_map<const sql::Sql *, Statement> statements_;
    std::optional<std::int64_t> last_version_; // of the transaction, once it has taken one
};

} // namespace sample_host::sqlite
