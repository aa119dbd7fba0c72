// sqlite_storage.cpp - see sqlite_storage.h. Opening: lock, look at what the file is, only then change anything.
#include "storage/sqlite/sqlite_storage.h"

#include <ctime>
#include <utility>

#include <SQLiteCpp/Exception.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/notice.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/table.h"

namespace sample_host::sqlite {

Clock realtime_clock() {
    return [] {
        timespec now{};
        clock_gettime(CLOCK_REALTIME, &now);
        return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
    };
}

SqliteStorage::SqliteStorage(const std::filesystem::path &path, Clock clock)
    : path_(real_path(path)), lock_(path_), clock_(std::move(clock)), table_(make_table(*this)) {
    try {
        open();
    } catch (const SQLite::Exception &exception) {
        throw StorageError("cannot open the database " + path_.string() + ": " + exception.what());
    }
}

void SqliteStorage::open() {
    const auto steps = schema_steps();
    writing_ = std::make_unique<Connection>(path_.string(), Connection::Use::writing);
    SQLite::Database &database = writing_->database();
    check_schema(database, path_.string(), steps.size());
    database.exec("PRAGMA journal_mode = WAL");
    // A log that one large payload has blown up is cut back at the next checkpoint.
    database.exec("PRAGMA journal_size_limit = 67108864");
    migrate(database, steps);
    reading_ = std::make_unique<Connection>(path_.string(), Connection::Use::reading);
}

void SqliteStorage::insert_notice(const gs_notice &notice) {
    const std::scoped_lock hold(writing_->mutex());
    Transaction transaction(*writing_, Connection::Use::writing);
    insert_notice_row(*writing_, notice, now());
    transaction.commit();
}

} // namespace sample_host::sqlite
