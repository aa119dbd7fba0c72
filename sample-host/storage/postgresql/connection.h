// connection.h - one connection to a PostgreSQL database in which several write at once.
// Thread-safety: a connection belongs to the thread that it was lent to.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/postgresql/batch_writes.h"
#include "storage/postgresql/server_clock.h"
#include "storage/postgresql/session.h"
#include "storage/postgresql/statement.h"
#include "storage/sql/connection.h"

namespace sample_host::postgresql {

class Pipeline;

class Connection : public sql::Connection {
  public:
    // `teller` marks what is told to other hosts. Throws Fault.
    Connection(const Place &place, ServerClock &clock, std::string teller);

    void begin_reading() override;
    sql::Opening begin_writing(const sql::Locks &locks) override; // one way to the server and back, as the one below
    std::int64_t lock(const sql::Locks &locks) override;
    std::vector<gs_id> commit_with_flags(const gs_id &caller) override;
    void commit() override;
    void roll_back() noexcept override;
    std::int64_t now() override;
    std::int64_t next_version() override;
    sql::Batches *batches() override { return &batches_; }

    bool usable() const { return session_.usable(); }

    static std::string text_of(const sql::Sql &sql); // as PostgreSQL is given it

  protected:
    Statement &prepared(const sql::Sql &sql) override;

  private:
    struct Taken;

    void add_locks(Pipeline &pipeline, const sql::Locks &locks, Taken &taken);
    std::int64_t read_now(sql::Query query);

    ServerClock &clock_;
    std::string teller_;
    BatchWrites batches_;
    Session session_;
    std::unordered_map<const sql::Sql *, Statement> statements_;
    std::deque<std::int64_t> versions_; // taken in this transaction and not used yet
    std::size_t versions_at_once_ = 1;
    std::string changed_jobs_, changed_runs_; // arrays, empty without any: what is told when this transaction commits
};

} // namespace sample_host::postgresql
