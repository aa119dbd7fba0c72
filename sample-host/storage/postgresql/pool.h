// pool.h - the connections of one storage: those that are idle, and no more than so many in all. After a connection
// could not be made, nobody tries again for a moment, which grows.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/postgresql/connection.h"

namespace sample_host::postgresql {

class Pool {
  public:
    Pool(Place place, ServerClock &clock, std::string teller);

    // Waits while all are lent. Throws Fault: the server is not to be had.
    std::unique_ptr<Connection> take();

    // Null when all are lent, or none can be made, which is held against nobody else.
    std::unique_ptr<Connection> take_at_once() noexcept;

    // One that is not usable any more is closed.
    void give_back(std::unique_ptr<Connection> connection) noexcept;

  private:
    using Time = std::chrono::steady_clock::time_point;

    std::unique_ptr<Connection> open();

    const Place place_;
    ServerClock &clock_;
    const std::string teller_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
    int failures_ = 0; // in a row
    Time again_at_{};
    Time again_at_once_at_{}; // likewise, of those that are taken at once
    std::string last_fault_;
};

} // namespace sample_host::postgresql
