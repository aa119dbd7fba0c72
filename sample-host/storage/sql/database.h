// database.h - what the table needs of a driver: connections, each lent to one thread at a time, and what its faults
// mean.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>

#include "storage/sql/connection.h"

namespace sample_host::sql {

// Goes back to the database at its end.
using Lent = std::unique_ptr<Connection, std::function<void(Connection *)>>;

class Database {
  public:
    Database() = default;
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;
    virtual ~Database() = default;

    virtual Lent lend(Use use) = 0;

    // The store's clock as it was last heard of, plus what has passed since.
    virtual std::int64_t now() const = 0;

    // The fault may be over when the same call is made again (busy, disk full, no connection); otherwise it would fail
    // in the same way.
    virtual bool may_pass(const std::exception &fault) const = 0;
};

} // namespace sample_host::sql
