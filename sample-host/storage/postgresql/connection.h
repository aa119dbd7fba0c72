// connection.h - one connection to a PostgreSQL database in which several write at once.
// Thread-safety: a connection belongs to the thread that it was lent to.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/server_clock.h"
#include "storage/postgresql/session.h"
#include "storage/postgresql/statement.h"
#include "storage/sql/connection.h"

namespace sample_host::postgresql {

class Connection : public sql::Connection {
  public:
    Connection(const Place &place, ServerClock &clock); // throws Fault

    void begin(sql::Use use) override;
    void commit() override;
    void roll_back() noexcept override;
    void lock(const sql::Locks &locks) override;
    std::int64_t now() override;
    std::int64_t next_version() override;
    sql::Batches *batches() override { return &batches_; }

    bool usable() const { return session_.usable(); }

    static std::string text_of(const sql::Sql &sql); // as PostgreSQL is given it

  protected:
    sql::Statement &prepared(const sql::Sql &sql) override;

  private:
    ServerClock &clock_;
    BatchWrites batches_;
    Session session_;
    std::unordered_map<const sql::Sql *, Statement> statements_;
    std::deque<std::int64_t> versions_; // taken in this transaction and not used yet
    std::size_t versions_at_once_ = 1;
};

} // namespace sample_host::postgresql
