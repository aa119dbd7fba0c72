// storage_fixture.h - a storage on a schema of its own of the shared private server, a replica that has joined, and the
// few scenes that these tests start from.
#pragma once

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "conformance/items.h"
#include "conformance/replica.h"
#include "postgresql/private_server.h"
#include "storage/postgresql/fault.h"
#include "storage/postgresql/postgresql_storage.h"

namespace tests {

using sample_host::StorageError;
using sample_host::postgresql::Place;
using sample_host::postgresql::PostgresqlStorage;
using sample_host::postgresql::Session;

class PostgresqlTest : public testing::Test {
  protected:
    explicit PostgresqlTest(PrivateServer &server = shared_server()) : server_(server) {}

    void open() { storage_ = std::make_unique<PostgresqlStorage>(place()); }
    Place place(const std::string &user = "owner") const { return {server_.url(user), schema_}; }
    conformance::Replica replica(const std::string &instance = "alpha") {
        return {[this]() -> const gs_storage & { return storage_->table(); }, instance,
                conformance::numbered_id(++last_id_)};
    }

    // What opening says when it refuses, or "" when it does not.
    static std::string refusal(const Place &place) {
        try {
            const PostgresqlStorage opened(place);
        } catch (const StorageError &error) {
            return error.what();
        }
        return "";
    }

    // The first column of the first row, as somebody would read it with psql.
    std::string value(const std::string &sql) const {
        Session session(place());
        const auto result = session.execute(sql);
        return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
    }
    void execute(const std::string &sql) const { Session(place()).execute(sql); }

    PrivateServer &server_;
    std::string schema_ = "test_" + std::to_string(++tests_);
    std::unique_ptr<PostgresqlStorage> storage_;

  private:
    static inline std::atomic<int> tests_ = 0;
    std::uint64_t last_id_ = 0;
};

} // namespace tests
