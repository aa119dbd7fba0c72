// migrations.cpp - see migrations.h.
#include "storage/sqlite/migrations.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include "storage/storage.h"

namespace sample_host::sqlite {

namespace {

int pragma(SQLite::Database &database, const std::string &name) {
    return database.execAndGet("PRAGMA " + name).getInt();
}

bool is_empty(SQLite::Database &database) {
    return database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

} // namespace

void check_schema(SQLite::Database &database, const std::string &path, std::size_t newest) {
    try {
        const int version = pragma(database, "user_version");
        const int application = pragma(database, "application_id");
        if (application != application_id && (application != 0 || version != 0 || !is_empty(database))) {
            throw StorageError("the database " + path + " belongs to another program: expected one of the scheduler's");
        }
        if (version < 0 || static_cast<std::size_t>(version) > newest) {
            throw StorageError("the database " + path + " has schema version " + std::to_string(version) +
                               ", which is newer than this program knows: expected " + std::to_string(newest) +
                               " at most");
        }
    } catch (const SQLite::Exception &exception) {
        if (exception.getErrorCode() == SQLITE_NOTADB) {
            throw StorageError("the file " + path + " is not a database: expected one of SQLite's");
        }
        throw;
    }
}

void migrate(SQLite::Database &database, std::span<const MigrationStep> steps) {
    for (auto version = static_cast<std::size_t>(pragma(database, "user_version")); version < steps.size(); ++version) {
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        steps[version](database);
        database.exec("PRAGMA application_id = " + std::to_string(application_id));
        database.exec("PRAGMA user_version = " + std::to_string(version + 1));
        transaction.commit();
    }
}

} // namespace sample_host::sqlite
