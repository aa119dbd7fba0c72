// open_storage.cpp - from a storage's address to the storage. Thread-safety: any thread.
#include "storage/storage.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "storage/postgresql/open_snapshot.h"
#include "storage/postgresql/postgresql_storage.h"
#include "storage/restore.h"
#include "storage/snapshot.h"
#include "storage/sql/sql_restore.h"
#include "storage/sqlite/open_snapshot.h"
#include "storage/sqlite/sqlite_storage.h"

namespace sample_host {

namespace fs = std::filesystem;

namespace {

// What is behind the kind is not repeated: a password may stand in it.
StorageError unknown_kind(const std::string &url) {
    const std::string kind = url.substr(0, url.find(':'));
    const bool is_kind = kind.size() < url.size() && !kind.empty() && std::ranges::all_of(kind, [](char letter) {
                             return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                                    letter == '+' || letter == '-';
                         });
    return StorageError((is_kind ? "the storage is of the unknown kind \"" + kind + "\""
                                 : std::string("the storage's address does not begin with its kind")) +
                        ": expected sqlite:PATH or postgresql://...");
}

fs::path path_of(const std::string &url) {
    constexpr std::string_view scheme = "sqlite:";
    if (!url.starts_with(scheme)) throw unknown_kind(url);
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

std::unique_ptr<sql::SqlStorage> open_sql_storage(const std::string &url, std::size_t writers) {
    if (is_postgresql_address(url)) {
        postgresql::Place place{url};
        place.writers = writers;
        return std::make_unique<postgresql::PostgresqlStorage>(place);
    }
    return std::make_unique<sqlite::SqliteStorage>(path_of(url), sqlite::realtime_clock());
}

} // namespace

bool is_postgresql_address(const std::string &url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

void check_storage(const std::string &url, const fs::path &coming_folder) {
    if (is_postgresql_address(url)) return postgresql::check_database({url});
    const fs::path path = path_of(url);
    if (!comes_with(path, coming_folder)) sqlite::check_database(path);
}

std::string shown_address(const std::string &url) {
    return is_postgresql_address(url) ? postgresql::shown_address(url) : url;
}

std::unique_ptr<Snapshot> open_snapshot(const std::string &url) {
    return is_postgresql_address(url) ? postgresql::open_snapshot({url}) : sqlite::open_snapshot(path_of(url));
}

std::unique_ptr<Storage> open_storage(const std::string &url, std::size_t writers) {
    return open_sql_storage(url, writers);
}

std::unique_ptr<Restore> open_restore(const std::string &url) {
    return std::make_unique<sql::SqlRestore>(open_sql_storage(url, default_storage_writers));
}

} // namespace sample_host
