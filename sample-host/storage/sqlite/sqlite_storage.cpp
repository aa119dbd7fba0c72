// sqlite_storage.cpp - see sqlite_storage.h. Opening: look at the lock and at what the file is, then lock, look again
// through SQLite, and only then change anything. What happens to the file later is in file_trouble.cpp.
#include "storage/sqlite/sqlite_storage.h"

#include <ctime>
#include <utility>

#include <SQLiteCpp/Exception.h>

#include "storage/sqlite/fault_text.h"
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
    : SqlStorage(true), path_(checked(path)), lock_(path_), clock_(std::move(clock)), files_(path_) {
    try {
        open();
    } catch (const SQLite::Exception &exception) {
        throw StorageError("cannot open the database " + path_.string() + ": " + exception.what());
    }
}

void SqliteStorage::open() {
    make_database_file(path_.string());
    connect();
    migrate(writing_->database(), schema_steps());
    reading_ = std::make_unique<Connection>(path_.string(), sql::Use::reading, clock_);
    files_.opened();
}

// The writing connection.
void SqliteStorage::connect() {
    writing_ = std::make_unique<Connection>(path_.string(), sql::Use::writing, clock_);
    SQLite::Database &database = writing_->database();
    check_schema(database, path_.string(), schema_steps().size());
    database.exec("PRAGMA journal_mode = WAL");
    // A log that one large payload has blown up is cut back at the next checkpoint.
    database.exec("PRAGMA journal_size_limit = 67108864");
}

sql::Lent SqliteStorage::lend(sql::Use use) {
    const bool writes = use == sql::Use::writing;
    std::mutex &mutex = writes ? writing_mutex_ : reading_mutex_;
    std::unique_lock hold(mutex);
    if (disturbed()) {
        hold.unlock();
        {
            const std::scoped_lock write(writing_mutex_);
            const std::scoped_lock read(reading_mutex_);
            mend(use);
        }
        hold.lock();
    }
    Connection *connection = writes ? writing_.get() : reading_.get();
    if (connection == nullptr) throw StorageError(said_of("cannot be opened again"));
    if (writes) check_version(*connection);
    hold.release();
    return {connection, [&mutex](sql::Connection *) { mutex.unlock(); }};
}

sql::Verdict SqliteStorage::judge(const std::exception &fault) {
    if (const auto *misplaced = dynamic_cast<const StorageError *>(&fault)) return {true, misplaced->what()};
    const auto *exception = dynamic_cast<const SQLite::Exception *>(&fault);
    if (exception == nullptr) return {false, fault.what()};
    if (is_damage(*exception)) suspect_ = true;
    return {may_pass(*exception), sentence_of(*exception, path_)};
}

} // namespace sample_host::sqlite
