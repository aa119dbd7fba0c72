// connection.cpp - see connection.h.
#include "storage/sqlite/connection.h"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <unistd.h>

#include <sqlite3.h>

#include "storage/sql/id_text.h"
#include "storage/sql/phrases.h"
#include "storage/sql/read_call.h"
#include "storage/storage.h"

namespace sample_host::sqlite {

namespace {

// Longer than any transaction of ours, shorter than the half minute that a storage call may take.
constexpr int busy_timeout_ms = 10'000;

const sql::Sql begin_write_transaction{"BEGIN IMMEDIATE"};
const sql::Sql begin_read_transaction{"BEGIN DEFERRED"};
const sql::Sql commit_transaction{"COMMIT"};
const sql::Sql roll_back_transaction{"ROLLBACK"};
const sql::Sql read_sequence{"SELECT last_version FROM sequence WHERE one = 1"};
const sql::Sql write_sequence{"UPDATE sequence SET last_version = ?1 WHERE one = 1"};

constexpr sql::Phrases phrases{
    .by_tzdata_version = "INDEXED BY job_tzdata_version",
    .asks_a_zone = "",
    .open_of_job = "state <> 'closed'",
    .open_of_owner = "state <> 'closed'",
    .open_to_cancel = "state <> 'closed'",
    // A list that somebody has edited beyond reading names nothing.
    .calendars_name_1 = "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(calendars) THEN calendars ELSE '[]' END) "
                        "WHERE value = ?1)",
    .among_1 = "IN (SELECT value FROM json_each(?1))"};

} // namespace

// SQLite itself would make the file readable for others. The log and the index beside it get the mode of the database,
// so a database that is there already keeps what its owner has chosen, and they follow.
void make_database_file(const std::string &path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) {
        throw StorageError("cannot make the database " + path + ": " + std::generic_category().message(errno));
    }
    if (file >= 0) ::close(file);
}

Connection::Connection(const std::string &path, sql::Use use, const Clock &clock)
    : clock_(clock), database_(path, SQLite::OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, busy_timeout_ms) {
    if (sqlite3_db_readonly(database_.getHandle(), "main") == 1) {
        throw StorageError("the database " + path + " cannot be written");
    }
    // Each commit is on the disk when it returns, in WAL mode too.
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA foreign_keys = ON");
    if (use == sql::Use::reading) database_.exec("PRAGMA query_only = ON");
}

Connection::Connection(const std::string &path, const Clock &clock)
    : clock_(clock), database_(path, SQLite::OPEN_READONLY | SQLITE_OPEN_NOMUTEX, busy_timeout_ms) {}

std::string Connection::text_of(const sql::Sql &sql) {
    return sql::with_phrases(sql.text, phrases);
}

sql::Statement &Connection::prepared(const sql::Sql &sql) {
    const auto found = statements_.find(&sql);
    if (found != statements_.end()) return found->second;
    return statements_
        .emplace(std::piecewise_construct, std::forward_as_tuple(&sql), std::forward_as_tuple(database_, text_of(sql)))
        .first->second;
}

void Connection::begin_reading() {
    query(begin_read_transaction).execute();
}

sql::Opening Connection::begin_writing(const sql::Locks &locks) {
    last_version_.reset();
    query(begin_write_transaction).execute();
    try {
        return {clock_(), sql::read_caller(query(sql::caller_sql, sql::id_text(locks.caller)))};
    } catch (...) {
        roll_back();
        throw;
    }
}

void Connection::commit() {
    if (last_version_) query(write_sequence, *last_version_).execute();
    query(commit_transaction).execute();
}

void Connection::roll_back() noexcept {
    try {
        query(roll_back_transaction).execute();
    } catch (...) {
        // SQLite has rolled back by itself: there is no transaction any more, which is what is wanted.
        return;
    }
}

std::int64_t Connection::next_version() {
    if (!last_version_) {
        sql::Query sequence = query(read_sequence);
        if (!sequence.step()) throw std::runtime_error("the row of the store's sequence of versions is missing");
        last_version_ = sequence.integer();
    }
    return ++*last_version_;
}

} // namespace sample_host::sqlite
