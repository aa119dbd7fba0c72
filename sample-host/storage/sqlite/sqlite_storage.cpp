// sqlite_storage.cpp - see sqlite_storage.h. Opening: look at the lock and at what the file is, then lock, look again
// through SQLite, and only then change anything.
#include "storage/sqlite/sqlite_storage.h"

#include <ctime>
#include <utility>

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {

Clock realtime_clock() {
    return [] {
        timespec now{};
        clock_gettime(CLOCK_REALTIME, &now);
        return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
    };
}

namespace {

// The lock first: whoever holds it has the database open, perhaps in this process.
std::filesystem::path checked(const std::filesystem::path &path) {
    std::filesystem::path real = real_path(path);
    check_path_lock(real);
    check_first_page(real, schema_steps().size());
    return real;
}

} // namespace

void check_database(const std::filesystem::path &path) {
    checked(path);
}

SqliteStorage::SqliteStorage(const std::filesystem::path &path, Clock clock)
    : SqlStorage(true), path_(checked(path)), lock_(path_), clock_(std::move(clock)) {
    try {
        open();
    } catch (const SQLite::Exception &exception) {
        throw StorageError("cannot open the database " + path_.string() + ": " + exception.what());
    }
}

void SqliteStorage::open() {
    const auto steps = schema_steps();
    writing_ = std::make_unique<Connection>(path_.string(), sql::Use::writing, clock_);
    SQLite::Database &database = writing_->database();
    check_schema(database, path_.string(), steps.size());
    database.exec("PRAGMA journal_mode = WAL");
    // A log that one large payload has blown up is cut back at the next checkpoint.
    database.exec("PRAGMA journal_size_limit = 67108864");
    migrate(database, steps);
    reading_ = std::make_unique<Connection>(path_.string(), sql::Use::reading, clock_);
}

sql::Lent SqliteStorage::lend(sql::Use use) {
    Connection &connection = use == sql::Use::writing ? *writing_ : *reading_;
    connection.mutex().lock();
    return {&connection, [&connection](sql::Connection *) { connection.mutex().unlock(); }};
}

bool SqliteStorage::may_pass(const std::exception &fault) const {
    const auto *exception = dynamic_cast<const SQLite::Exception *>(&fault);
    if (exception == nullptr) return false;
    switch (exception->getErrorCode() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_AUTH:
        return true;
    default:
        return false;
    }
}

} // namespace sample_host::sqlite
