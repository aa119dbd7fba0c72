// storage.h - what the sample host keeps of its storage, whatever the database behind it: the C table that is lent
// to the scheduler, and the notifier's rows.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <gateway_scheduler/notifier.h>
#include <gateway_scheduler/storage.h>

namespace sample_host {

// A permanent fault at opening: one clear sentence.
struct StorageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Storage {
  public:
    Storage() = default;
    Storage(const Storage &) = delete;
    Storage &operator=(const Storage &) = delete;
    virtual ~Storage() = default;

    // The table that is lent to the scheduler; it lives as long as this object.
    virtual const gs_storage &table() = 0;

    // Writes a notice down, or does nothing if one of its id is there already. Throws std::runtime_error if the store
    // is not available.
    virtual void insert_notice(const gs_notice &notice) = 0;
};

// Opens "sqlite:PATH". Throws StorageError.
std::unique_ptr<Storage> open_storage(const std::string &url);

} // namespace sample_host
