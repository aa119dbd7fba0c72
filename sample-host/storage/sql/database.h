// database.h - what the table needs of a driver: connections, each lent to one thread at a time, and what its faults
// mean.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/sql/connection.h"

namespace sample_host::sql {

// Goes back to the database at its end.
using Lent = std::unique_ptr<Connection, std::function<void(Connection *)>>;

struct Verdict {
    // The fault may be over when the same call is made again (busy, disk full, no connection); otherwise it would fail
    // in the same way.
    bool may_pass;
    std::string sentence; // for people: what is wrong with which database
};

class Database {
  public:
    Database() = default;
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;
    virtual ~Database() = default;

    virtual Lent lend(Use use) = 0;

    // To write with at the same time: two or more, up to so many, all of them at once; none if that cannot be.
    virtual std::vector<Lent> lend_side_by_side(std::size_t /*most*/) { return {}; }

    // The store's clock as it was last heard of, plus what has passed since.
    virtual std::int64_t now() const = 0;

    // What a fault of one of its connections means.
    virtual Verdict judge(const std::exception &fault) = 0;
};

} // namespace sample_host::sql
