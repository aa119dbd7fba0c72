// connection.cpp - see connection.h.
#include "storage/sqlite/connection.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <sqlite3.h>

#include "storage/storage.h"

namespace sample_host::sqlite {

namespace {

// Longer than any transaction of ours, shorter than the half minute that a storage call may take.
constexpr int busy_timeout_ms = 10'000;

const Sql begin_writing{"BEGIN IMMEDIATE"};
const Sql begin_reading{"BEGIN DEFERRED"};
const Sql commit_transaction{"COMMIT"};
const Sql roll_back{"ROLLBACK"};

// SQLite itself would make the file readable for others. The log and the index beside it get the mode of the database,
// so a database that is there already keeps what its owner has chosen, and they follow.
const std::string &made(const std::string &path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) {
        throw StorageError("cannot make the database " + path + ": " + std::generic_category().message(errno));
    }
    if (file >= 0) ::close(file);
    return path;
}

} // namespace

Connection::Connection(const std::string &path, Use use)
    : database_(use == Use::writing ? made(path) : path, SQLite::OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                busy_timeout_ms) {
    if (sqlite3_db_readonly(database_.getHandle(), "main") == 1) {
        throw StorageError("the database " + path + " cannot be written");
    }
    // Each commit is on the disk when it returns, in WAL mode too.
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA foreign_keys = ON");
    if (use == Use::reading) database_.exec("PRAGMA query_only = ON");
}

SQLite::Statement &Connection::prepared(const Sql &sql) {
    const auto found = statements_.find(&sql);
    if (found != statements_.end()) return found->second;
    return statements_.emplace(&sql, SQLite::Statement(database_, sql.text)).first->second;
}

Transaction::Transaction(Connection &connection, Connection::Use use) : connection_(connection) {
    connection_.query(use == Connection::Use::writing ? begin_writing : begin_reading).execute();
}

Transaction::~Transaction() {
    if (committed_) return;
    try {
        connection_.query(roll_back).execute();
    } catch (...) {
        // SQLite has rolled back by itself: there is no transaction any more, which is what is wanted.
        return;
    }
}

void Transaction::commit() {
    connection_.query(commit_transaction).execute();
    committed_ = true;
}

} // namespace sample_host::sqlite
