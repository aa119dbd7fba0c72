// postgresql_storage.cpp - see postgresql_storage.h.
#include "storage/postgresql/postgresql_storage.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "storage/postgresql/fault.h"
#include "storage/postgresql/jobs_listener.h"
#include "storage/postgresql/schema.h"

namespace sample_host::postgresql {

namespace {

const sql::Sql version_sql{"SELECT CAST(version AS bigint) FROM schema_version"};
constexpr std::int64_t look_interval = 5'000'000; // microseconds

// Tells this object from every other one on the same database.
std::string new_teller() {
    std::random_device random;
    return std::to_string(random()) + std::to_string(random());
}

} // namespace

void check_database(const Place &place) {
    try {
        Session session(place);
    } catch (const Fault &fault) {
        throw StorageError(fault.what());
    }
}

PostgresqlStorage::PostgresqlStorage(const Place &place, Clock clock)
    : SqlStorage(false),
      place_(place),
      teller_(new_teller()),
      clock_(std::move(clock)),
      shown_(shown_address(place.url)),
      pool_(place_, clock_, teller_) {
    try {
        Session session(place);
        migrate(session, place, schema_steps());
        lend(sql::Use::reading); // and with it the server's clock
    } catch (const Fault &fault) {
        throw StorageError(fault.what());
    }
}

sql::Lent PostgresqlStorage::lent(std::unique_ptr<Connection> connection) {
    return {connection.release(), [this](sql::Connection *returned) {
                pool_.give_back(std::unique_ptr<Connection>(static_cast<Connection *>(returned)));
            }};
}

sql::Lent PostgresqlStorage::lend(sql::Use use) {
    std::unique_ptr<Connection> connection = pool_.take();
    Connection &taken = *connection;
    sql::Lent lending = lent(std::move(connection));
    look_now_and_then(taken, use);
    return lending;
}

std::vector<sql::Lent> PostgresqlStorage::lend_side_by_side(std::size_t most) {
    most = std::min(most, place_.writers);
    if (most < 2) return {};
    std::vector<sql::Lent> lending;
    lending.push_back(lend(sql::Use::writing));
    while (lending.size() < most) {
        std::unique_ptr<Connection> connection = pool_.take_at_once();
        if (!connection) break;
        lending.push_back(lent(std::move(connection)));
    }
    if (lending.size() < 2) lending.clear();
    return lending;
}

// A read does not ask for the clock, and nobody writes for long while nothing is due.
void PostgresqlStorage::look_now_and_then(Connection &connection, sql::Use use) {
    const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch() / std::chrono::microseconds(1);
    if (use == sql::Use::writing && now >= version_due_) {
        check_version(connection);
        version_due_ = now + look_interval;
    }
    if (now >= clock_due_) {
        connection.now(); // and the clock hears it
        clock_due_ = now + look_interval;
    }
}

std::unique_ptr<JobsWatch> PostgresqlStorage::watch_jobs(JobsChanged changed) {
    return std::make_unique<JobsListener>(place_, teller_, std::move(changed));
}

// A host of a newer program may have brought the schema on, and knows rows that this one does not.
void PostgresqlStorage::check_version(Connection &connection) const {
    sql::Query query = connection.query(version_sql);
    if (!query.step()) throw StorageError("the database's table schema_version is empty: expected one row");
    judge_version(static_cast<std::size_t>(query.integer()), schema_steps().size());
}

sql::Verdict PostgresqlStorage::judge(const std::exception &exception) {
    if (dynamic_cast<const StorageError *>(&exception) != nullptr) return {true, shown_ + ": " + exception.what()};
    const auto *fault = dynamic_cast<const Fault *>(&exception);
    if (fault == nullptr) return {false, exception.what()};
    // Of a server that was not reached, libpq names the address.
    const std::string place = fault->state.empty() ? "" : "the database " + shown_ + ": ";
    return {may_pass(*fault), place + exception.what()};
}

} // namespace sample_host::postgresql
