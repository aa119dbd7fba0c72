// storage_test.h - the fixture of every test of the suite: an empty storage, one replica that has joined, and the
// scenes that tests start from. A scene that does not come about ends the test by an exception.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "items.h"
#include "replica.h"
#include "storage_factory.h"

namespace conformance {

class StorageTest : public testing::TestWithParam<StorageFactory> {
  protected:
    StorageTest();

    StorageHost &host() { return *host_; }
    const Replica &replica() const { return replica_; } // of the instance "alpha"
    gs_id new_id() { return numbered_id(++last_id_); }
    std::int64_t now() const { return replica_.replicas()->answer.store_now; }

    Replica newcomer(const std::string &instance);    // has not joined yet
    Replica joined(const std::string &instance);      // beside all others
    Replica successor_of(const Replica &predecessor); // of the same instance, which it retires by its join

    SeenJob put(PutItem item); // with a writer of its own; returns the row as it is read back
    SeenJob job(const std::string &id = "job") const;
    bool has_job(const std::string &id = "job") const;
    SeenJob due_job(const std::string &id = "job"); // due a minute ago
    SeenRun run(gs_id id) const;

    gs_id claimed_run(const SeenJob &of); // due a second ago
    gs_id running_run(const SeenJob &of);
    gs_id waiting_run(const SeenJob &of, std::int64_t wake_at);
    gs_id closed_run(const SeenJob &of, std::int32_t outcome, std::int32_t announced = 1);
    RecordItem record(std::int64_t first_due, std::int64_t last_due); // for "job", with an id of its own

  private:
    std::unique_ptr<StorageHost> host_;
    std::uint64_t last_id_ = 0;
    Replica replica_;
};

// All kinds of storage under the names of their factories.
#define CONFORMANCE_SUITE(Suite)                                                                                       \
    INSTANTIATE_TEST_SUITE_P(Storage, Suite, testing::ValuesIn(all_storages()),                                        \
                             [](const auto &kind) { return kind.param.name; })

} // namespace conformance
