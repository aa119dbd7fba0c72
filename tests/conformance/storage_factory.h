// storage_factory.h - what the conformance suite needs of a storage in order to exercise it: how to make an empty one,
// and a few powers over it that not every storage has. To put another storage through the suite, write its factory in
// a file of its own and name it in all_storages (factories.cpp); nothing else has to change.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include <gateway_scheduler/storage.h>

namespace conformance {

// An open, at first empty storage of the kind under test. What a kind cannot do answers false, and the tests that need
// it are skipped, visibly.
class StorageHost {
  public:
    StorageHost() = default;
    StorageHost(const StorageHost &) = delete;
    StorageHost &operator=(const StorageHost &) = delete;
    virtual ~StorageHost() = default;

    virtual const gs_storage &table() = 0;
    virtual bool reopen() { return false; } // close it and open it again
    // A child process has it open and calls `body`, which does not return; -1: nothing of it would be left. Meanwhile
    // this process has it closed, until it is reopened.
    virtual pid_t open_in_child(const std::function<void(const gs_storage &)> & /*body*/) { return -1; }
    virtual bool reads_hold_up_writes() { return false; }                // while a visitor of a read is inside
    virtual bool set_clock(std::int64_t /*now*/) { return false; }       // from now on it stands still
    virtual bool spoil_job(const std::string & /*id*/) { return false; } // so that its row cannot be decoded
    virtual bool spoil_run(const gs_id & /*id*/) { return false; }       // likewise
    // Many copies of a job at once, for storages whose puts take their time: what differs is id and look_at.
    virtual bool copy_job(const std::string & /*id*/,
                          const std::vector<std::pair<std::int64_t, std::string>> & /*looks_and_ids*/) {
        return false;
    }
    virtual bool add_calendar(const std::string & /*name*/, std::int64_t /*version*/,
                              const std::vector<gs_day_range> & /*days*/) {
        return false;
    }
};

struct StorageFactory {
    std::string name;
    std::function<std::unique_ptr<StorageHost>()> make;
};

inline void PrintTo(const StorageFactory &factory, std::ostream *stream) {
    *stream << factory.name;
}

// One for each kind of storage that is built.
std::vector<StorageFactory> all_storages();

StorageFactory sqlite_storage();
StorageFactory postgresql_storage();
StorageFactory memory_storage();

} // namespace conformance
