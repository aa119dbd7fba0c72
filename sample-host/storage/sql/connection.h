// connection.h - one connection to a database, whichever: its prepared statements and a transaction on it.
// Thread-safety: a connection belongs to the thread that it was lent to (database.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// What a writing transaction begins with.
struct Opening {
    std::int64_t now = 0;             // the store's clock, microseconds since 1970, UTC; read behind the locks
    std::optional<bool> caller_alive; // the caller has joined, and is not retired; none: it never joined
};

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

    virtual void begin_reading() = 0;

    // Nobody else writes the rows of the locks until the transaction ends. Nothing has begun when it throws.
    virtual Opening begin_writing(const Locks &locks) = 0;

    // More rows, in a writing transaction whose locks were not all; returns the clock's reading behind them.
    virtual std::int64_t lock(const Locks & /*locks*/) { return now(); }

    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;

    // Commits, and returns the ids of the caller's open runs whose cancel flag is set, oldest first, as they were right
    // before.
    virtual std::vector<gs_id> commit_with_flags(const gs_id &caller);

    virtual std::int64_t now() = 0; // the store's clock, microseconds since 1970, UTC; in a transaction

    // A version that was never used; in a writing transaction. Greater than every one that a row which this
    // transaction may write has had.
    virtual std::int64_t next_version() = 0;

    virtual Batches *batches() { return nullptr; } // none: each item by itself

  protected:
    virtual Statement &prepared(const Sql &sql) = 0;
};

// Rolled back unless committed.
class Transaction {
  public:
    explicit Transaction(Connection &connection) : connection_(connection) { connection_.begin_reading(); }
    Transaction(Connection &connection, const Locks &locks)
        : connection_(connection), opening_(connection_.begin_writing(locks)) {}
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    ~Transaction() {
        if (!committed_) connection_.roll_back();
    }

    const Opening &opening() const { return opening_; } // of one that writes

    void commit() {
        connection_.commit();
        committed_ = true;
    }

    std::vector<gs_id> commit_with_flags(const gs_id &caller) {
        std::vector<gs_id> flags = connection_.commit_with_flags(caller);
        committed_ = true;
        return flags;
    }

  private:
    Connection &connection_;
    Opening opening_;
    bool committed_ = false;
};

} // namespace sample_host::sql
