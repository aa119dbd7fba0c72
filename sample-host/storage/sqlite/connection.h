// connection.h - one connection to the database with its prepared statements, and a transaction on it.
// Thread-safety: whoever uses a connection holds its mutex.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "storage/sqlite/query.h"

namespace sample_host::sqlite {

// The text of a statement. A constant of the program: it is known by its address, so that finding the prepared
// statement costs no look at the text.
struct Sql {
    std::string text;
};

class Connection {
  public:
    enum class Use { writing, reading };

    // The first one, which writes, makes the file when there is none, for its owner only.
    Connection(const std::string &path, Use use);

    std::mutex &mutex() { return mutex_; }
    SQLite::Database &database() { return database_; }

    template <class... Values>
    Query query(const Sql &sql, const Values &...values) {
        return Query(prepared(sql), values...);
    }

  private:
    SQLite::Statement &prepared(const Sql &sql);

    std::mutex mutex_;
    SQLite::Database database_;
    std::unordered_map<const Sql *, SQLite::Statement> statements_;
};

// Rolled back unless committed.
class Transaction {
  public:
    explicit Transaction(Connection &connection, Connection::Use use);
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    ~Transaction();

    void commit();

  private:
    Connection &connection_;
    bool committed_ = false;
};

} // namespace sample_host::sqlite
