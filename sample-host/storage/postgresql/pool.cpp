// pool.cpp - see pool.h.
#include "storage/postgresql/pool.h"

#include <algorithm>
#include <utility>

#include "storage/postgresql/fault.h"

namespace sample_host::postgresql {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_connections = 8; // the scheduler needs three, each reader of the host's API another
constexpr auto longest_wait = 10s;
constexpr auto longest_pause = 5000ms;

std::chrono::milliseconds pause_after(int failures) {
    return std::min(longest_pause, 100ms * (1 << std::min(failures - 1, 10)));
}

} // namespace

Pool::Pool(Place place, ServerClock &clock, std::string teller)
    : place_(std::move(place)), clock_(clock), teller_(std::move(teller)) {
    idle_.reserve(most_connections);
}

std::unique_ptr<Connection> Pool::take() {
    std::unique_lock hold(mutex_);
    if (!given_back_.wait_for(hold, longest_wait, [this] { return lent_ < most_connections; })) {
        throw Fault("all " + std::to_string(most_connections) + " connections to the database are busy", "");
    }
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        ++lent_;
        return connection;
    }
    if (std::chrono::steady_clock::now() < again_at_) throw Fault(last_fault_, "");
    ++lent_;
    hold.unlock();
    return open();
}

std::unique_ptr<Connection> Pool::take_at_once() noexcept {
    std::unique_lock hold(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (lent_ >= most_connections || (idle_.empty() && now < again_at_once_at_)) return nullptr;
    ++lent_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    hold.unlock();
    try {
        return std::make_unique<Connection>(place_, clock_, teller_);
    } catch (...) { // whoever needs one hears why there is none
        hold.lock();
        --lent_;
        again_at_once_at_ = now + longest_pause;
        given_back_.notify_one();
        return nullptr;
    }
}

std::unique_ptr<Connection> Pool::open() {
    try {
        auto connection = std::make_unique<Connection>(place_, clock_, teller_);
        const std::scoped_lock hold(mutex_);
        failures_ = 0;
        return connection;
    } catch (const std::exception &fault) {
        const std::scoped_lock hold(mutex_);
        --lent_;
        last_fault_ = fault.what();
        again_at_ = std::chrono::steady_clock::now() + pause_after(++failures_);
        given_back_.notify_one();
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
    const std::scoped_lock hold(mutex_);
    --lent_;
    if (connection->usable()) {
        idle_.push_back(std::move(connection)); // within what was reserved
    } else {
        // The others are from the same server: if it is gone, so are they, and each would fail one call.
        idle_.clear();
    }
    given_back_.notify_one();
}

} // namespace sample_host::postgresql
