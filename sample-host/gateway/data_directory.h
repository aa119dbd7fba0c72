// The host's data directory: lock (held for the host's life), id (random, made at first start), token (mode 0600, made
// at first start), endpoint (where the running host listens). Errors are DataDirectoryError, one sentence each.
// A DataDirectory belongs to one thread; the free functions are for any thread of any process.
#pragma once

#include "executor/descriptor.h"

#include <gateway_scheduler/abi.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace sample_host {

struct DataDirectoryError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws what making a DataDirectory would, as far as that can be told with nothing made or changed.
void check_data_directory(const std::filesystem::path &path);

class DataDirectory {
  public:
    // Makes the directory with mode 0700 if there is none, and takes the lock. One that is there keeps its mode; the
    // files in it are for its owner only. Waits a moment when the host that had it is dead and only its commands'
    // keepers are still tidying up.
    explicit DataDirectory(const std::filesystem::path &path);
    // Removes the endpoint.
    ~DataDirectory();
    DataDirectory(const DataDirectory &) = delete;
    DataDirectory &operator=(const DataDirectory &) = delete;

    const std::filesystem::path &path() const { return path_; } // absolute
    const gs_id &id() const { return id_; }
    const std::string &token() const { return token_; } // 64 hexadecimal digits
    // The lock is held as long as any copy of this descriptor is open in any process.
    int lock() const { return lock_.get(); }

    void write_endpoint(const std::string &address) const;

  private:
    std::filesystem::path path_;
    executor::Descriptor lock_;
    gs_id id_{};
    std::string token_;
};

// $XDG_STATE_HOME/gateway-scheduler or ~/.local/state/gateway-scheduler.
std::filesystem::path default_data_directory();

struct Endpoint {
    std::string host; // a numeric address without brackets
    unsigned short port;
    std::string token;
};

// Nothing if no host holds the lock, or the one that does is not listening yet.
std::optional<Endpoint> find_running_host(const std::filesystem::path &data_dir);

} // namespace sample_host
