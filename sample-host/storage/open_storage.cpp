// open_storage.cpp - from a storage's address to the storage. Thread-safety: any thread.
#include "storage/storage.h"

#include <string_view>

#include "storage/sqlite/sqlite_storage.h"

namespace sample_host {

std::unique_ptr<Storage> open_storage(const std::string &url) {
    constexpr std::string_view scheme = "sqlite:";
    if (!url.starts_with(scheme)) {
        throw StorageError("the storage \"" + url + "\" is of an unknown kind: expected sqlite:PATH");
    }
    const std::string path = url.substr(scheme.size());
    if (path.empty()) throw StorageError("the storage \"" + url + "\" names no file: expected sqlite:PATH");
    return std::make_unique<sqlite::SqliteStorage>(path, sqlite::realtime_clock());
}

} // namespace sample_host
