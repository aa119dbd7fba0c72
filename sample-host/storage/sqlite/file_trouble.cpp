// file_trouble.cpp - what the storage does when somebody removes, renames, replaces or damages its file while it runs:
// nothing is written to a file that nobody will find again, what is in the log goes to the file that it belongs to, and
// the right file is opened as soon as it is there.
#include "storage/sqlite/sqlite_storage.h"

#include <chrono>
#include <exception>
#include <string>

#include <SQLiteCpp/Exception.h>

#include "storage/sqlite/fault_text.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {

namespace {

const sql::Sql version_sql{"PRAGMA user_version"};
const sql::Sql retire_all_sql{
    "UPDATE replica SET state = 'retired_by_observer', retired_at = ?1 WHERE state = 'alive'"};
constexpr std::chrono::seconds version_interval{1};

} // namespace

std::string SqliteStorage::said_of(const char *what) const {
    return "the database " + path_.string() + " " + what;
}

bool SqliteStorage::disturbed() const {
    return suspect_ || !writing_ || !reading_ || files_.look() != OpenFiles::State::same;
}

// Both connections are the caller's. Nothing of another file is touched before it is known to be one of ours. Throws
// StorageError when nothing can be written; a read goes on with the connection that is there.
void SqliteStorage::mend(sql::Use use) {
    const bool reads_on = use == sql::Use::reading && reading_ && !suspect_;
    const OpenFiles::State state = files_.look();
    if (state == OpenFiles::State::gone) {
        empty_log();
        if (reads_on) return;
        const std::string unnamed = files_.unnamed();
        throw StorageError(said_of("was removed or renamed while this host has it open: put it back") +
                           (unnamed.empty() ? "" : "; as long as the host runs, it can be copied from " + unnamed));
    }
    if (state == OpenFiles::State::replaced) {
        try {
            check_successor(path_, schema_steps().size());
        } catch (const StorageError &) {
            if (reads_on) return;
            throw;
        }
    }
    if (state != OpenFiles::State::same || suspect_ || !writing_ || !reading_) open_again();
}

// What is in the log goes to the file that is open, wherever that is now: a log that stayed behind would be taken for
// that of the next file of this name, which it would spoil.
void SqliteStorage::empty_log() noexcept {
    try {
        if (writing_) writing_->database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (...) {
        return; // the log stays as it is, and log_is_full tells
    }
}

void SqliteStorage::open_again() {
    empty_log();
    const bool other = files_.look() == OpenFiles::State::replaced;
    if (other && files_.log_is_full()) {
        throw StorageError(said_of("was replaced, but the log beside it belongs to the one before: remove it"));
    }
    reading_.reset();
    writing_.reset();
    try {
        check_successor(path_, schema_steps().size());
        connect();
        version_due_ = {};
        if (other) retire_all();
        reading_ = std::make_unique<Connection>(path_.string(), sql::Use::reading, clock_);
        files_.opened();
        suspect_ = false;
    } catch (const std::exception &fault) {
        const std::string sentence = judge(fault).sentence;
        reading_.reset();
        writing_.reset();
        throw StorageError(sentence);
    }
}

// Whoever is alive in another file lived when that was copied, and does not know what is in it: it has to join again,
// and look at what was left open there.
void SqliteStorage::retire_all() {
    sql::Transaction transaction(*writing_, sql::Locks(gs_caller{}));
    writing_->query(retire_all_sql, clock_()).execute();
    transaction.commit();
}

// Now and then: a program that is newer may have been at the file.
void SqliteStorage::check_version(Connection &connection) {
    const auto now = std::chrono::steady_clock::now();
    if (now < version_due_) return;
    version_due_ = {};
    sql::Query query = connection.query(version_sql);
    query.step();
    const std::int64_t version = query.integer();
    const auto known = static_cast<std::int64_t>(schema_steps().size());
    if (version != known) {
        throw StorageError(said_of("has schema version ") + std::to_string(version) +
                           (version > known ? ", which is newer than this program knows" : "") + ": expected " +
                           std::to_string(known));
    }
    version_due_ = now + version_interval;
}

} // namespace sample_host::sqlite
