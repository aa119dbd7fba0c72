// sqlite_storage.cpp - see sqlite_storage.h. Opening: look at the lock and at what the file is, then lock, look again
// through SQLite, and only then change anything.
#include "storage/sqlite/sqlite_storage.h"

#include <ctime>
#include <utility>

#include <SQLiteCpp/Exception.h>

#include "storage/sqlite/calendar_write.h"
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
    : path_(checked(path)), lock_(path_), clock_(std::move(clock)), table_(make_table(*this)) {
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

template <class Write>
void SqliteStorage::write(Write write) {
    const std::scoped_lock hold(writing_->mutex());
    Transaction transaction(*writing_, Connection::Use::writing);
    write(*writing_);
    transaction.commit();
}

bool SqliteStorage::has_calendar(const std::string &name) {
    const std::scoped_lock hold(reading_->mutex());
    return has_calendar_row(*reading_, name);
}

CalendarChange SqliteStorage::set_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    CalendarChange change = CalendarChange::unchanged;
    write([&](Connection &connection) { change = set_calendar_rows(connection, name, days); });
    return change;
}

void SqliteStorage::remove_calendar(const std::string &name) {
    write([&](Connection &connection) { remove_calendar_rows(connection, name); });
}

void SqliteStorage::insert_notice(const gs_notice &notice) {
    write([&](Connection &connection) { insert_notice_row(connection, notice, now()); });
}

} // namespace sample_host::sqlite
