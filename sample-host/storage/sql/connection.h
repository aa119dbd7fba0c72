// connection.h - one connection to a database, whichever: its prepared statements and a transaction on it.
// Thread-safety: a connection belongs to the thread that it was lent to (database.h).
#pragma once

#include <cstdint>
#include <string>

#include "storage/sql/locks.h"
#include "storage/sql/query.h"
#include "storage/sql/statement.h"

namespace sample_host::sql {

// The text of a statement. A constant of the program: it is known by its address, so that finding the prepared
// statement costs no look at the text. Parameters are ?1, ?2 and so on; what databases say differently stands in
// braces, and each driver puts its own phrase there (phrases.h).
struct Sql {
    std::string text;
};

enum class Use { writing, reading };

class Batches;

class Connection {
  public:
    Connection() = default;
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    virtual ~Connection() = default;

    template <class... Values>
    Query query(const Sql &sql, const Values &...values) {
        return Query(prepared(sql), values...);
    }

    virtual void begin(Use use) = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;

    // In a writing transaction, before its items are judged: nobody else may write these rows until it ends.
    virtual void lock(const Locks &locks) = 0;

    // The store's clock, microseconds since 1970, UTC; in a writing transaction after lock().
    virtual std::int64_t now() = 0;

    // A version that was never used; in a writing transaction after lock(). Greater than every one that a row which
    // this transaction may write has had.
    virtual std::int64_t next_version() = 0;

    virtual Batches *batches() { return nullptr; } // none: each item by itself

  protected:
    virtual Statement &prepared(const Sql &sql) = 0;
};

// Rolled back unless committed.
class Transaction {
  public:
    Transaction(Connection &connection, Use use) : connection_(connection) { connection_.begin(use); }
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    ~Transaction() {
        if (!committed_) connection_.roll_back();
    }

    void commit() {
        connection_.commit();
        committed_ = true;
    }

  private:
    Connection &connection_;
    bool committed_ = false;
};

} // namespace sample_host::sql
