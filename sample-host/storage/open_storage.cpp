// open_storage.cpp - from a storage's address to the storage. Thread-safety: any thread.
#include "storage/storage.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "storage/postgresql/postgresql_storage.h"
#include "storage/sqlite/sqlite_storage.h"

namespace sample_host {

namespace fs = std::filesystem;

namespace {

bool is_postgresql(const std::string &url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

fs::path path_of(const std::string &url) {
    constexpr std::string_view scheme = "sqlite:";
    if (!url.starts_with(scheme)) {
        throw StorageError("the storage \"" + url +
                           "\" is of an unknown kind: expected sqlite:PATH or postgresql://...");
    }
    std::string path = url.substr(scheme.size());
    if (path.empty()) throw StorageError("the storage \"" + url + "\" names no file: expected sqlite:PATH");
    return path;
}

// Whether the file's folder is not there yet and will be once `coming` is made.
bool comes_with(const fs::path &file, const fs::path &coming) {
    std::error_code failure;
    const fs::path folder = fs::weakly_canonical(fs::absolute(file), failure).parent_path();
    if (failure || fs::exists(folder, failure)) return false;
    const fs::path made = fs::weakly_canonical(fs::absolute(coming), failure);
    return !failure && *made.lexically_relative(folder).begin() != "..";
}

} // namespace

void check_storage(const std::string &url, const fs::path &coming_folder) {
    if (is_postgresql(url)) return postgresql::check_database({url});
    const fs::path path = path_of(url);
    if (!comes_with(path, coming_folder)) sqlite::check_database(path);
}

std::string shown_address(const std::string &url) {
    return is_postgresql(url) ? postgresql::shown_address(url) : url;
}

std::unique_ptr<Storage> open_storage(const std::string &url) {
    if (is_postgresql(url)) return std::make_unique<postgresql::PostgresqlStorage>(postgresql::Place{url});
    return std::make_unique<sqlite::SqliteStorage>(path_of(url), sqlite::realtime_clock());
}

} // namespace sample_host
