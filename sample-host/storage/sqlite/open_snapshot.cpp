// open_snapshot.cpp - see open_snapshot.h. The log beside the database belongs to all who read it, in whichever
// process, so nobody's lock is needed.
#include "storage/sqlite/open_snapshot.h"

#include <SQLiteCpp/Exception.h>

#include "storage/sql/sql_snapshot.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/path_lock.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/storage.h"

namespace sample_host::sqlite {

namespace fs = std::filesystem;

namespace {

std::size_t version_of(Connection &connection, const std::string &path) {
    const std::size_t newest = schema_steps().size();
    check_schema(connection.database(), path, newest);
    const int version = connection.database().execAndGet("PRAGMA user_version").getInt();
    if (version != 0 && static_cast<std::size_t>(version) < newest) {
        throw StorageError("the database " + path + " has schema version " + std::to_string(version) + ": expected " +
                           std::to_string(newest) + "; a host that is started on it brings it there");
    }
    return static_cast<std::size_t>(version);
}

std::unique_ptr<Snapshot> snapshot_of(const std::string &path) {
    const auto clock = std::make_shared<Clock>(realtime_clock());
    auto connection = std::make_unique<Connection>(path, *clock);
    const std::size_t version = version_of(*connection, path);
    if (version == 0) return nullptr;
    return std::make_unique<sql::SqlSnapshot>("sqlite", version, clock, std::move(connection));
}

} // namespace

std::unique_ptr<Snapshot> open_snapshot(const fs::path &path) {
    std::error_code failure;
    const auto status = fs::status(path, failure);
    if (status.type() == fs::file_type::not_found) return nullptr;
    const fs::path real = real_path(path);
    if (!fs::is_regular_file(status)) {
        throw StorageError("cannot open the database " + path.string() + ": expected a file, found something else");
    }
    try {
        return snapshot_of(real.string());
    } catch (const SQLite::Exception &exception) {
        throw StorageError("cannot read the database " + real.string() + ": " + exception.what());
    }
}

} // namespace sample_host::sqlite
