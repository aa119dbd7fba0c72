// migrations.cpp - see migrations.h.
#include "storage/sqlite/migrations.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <unistd.h>

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

[[noreturn]] void refuse_no_database(const std::string &path) {
    throw StorageError("the file " + path + " is not a database: expected one of SQLite's");
}

// What a database says of itself.
struct Identity {
    int application;
    int version;
    bool empty;
};

void judge(const Identity &found, const std::string &path, std::size_t newest) {
    if (found.application != application_id && (found.application != 0 || found.version != 0 || !found.empty)) {
        throw StorageError("the database " + path + " belongs to another program: expected one of the scheduler's");
    }
    if (found.version < 0 || static_cast<std::size_t>(found.version) > newest) {
        throw StorageError("the database " + path + " has schema version " + std::to_string(found.version) +
                           ", which is newer than this program knows: expected " + std::to_string(newest) + " at most");
    }
}

// The database's header, and behind it that of the root of its table of tables (sqlite.org/fileformat2.html).
using FirstPage = std::array<char, 108>;

int number_at(const FirstPage &page, std::size_t offset) {
    unsigned value = 0;
    for (std::size_t byte = 0; byte < 4; ++byte) value = value << 8U | static_cast<unsigned char>(page[offset + byte]);
    return static_cast<int>(value);
}

Identity identity_of(const FirstPage &page) {
    constexpr std::size_t user_version = 60;
    constexpr std::size_t application = 68;
    constexpr std::size_t page_kind = 100;
    constexpr std::size_t cells = 103;
    constexpr char leaf = 13;
    const bool empty = page[page_kind] == leaf && page[cells] == 0 && page[cells + 1] == 0;
    return {number_at(page, application), number_at(page, user_version), empty};
}

void judge_successor(int found, const std::string &path, std::size_t expected) {
    if (static_cast<std::size_t>(found) == expected) return;
    throw StorageError("the database " + path + " has schema version " + std::to_string(found) + ": expected " +
                       std::to_string(expected));
}

// None: there is no such file, or it is empty.
std::optional<Identity> identity_in(const std::filesystem::path &path) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status)) return std::nullopt;
    // Opening a pipe would wait for its other end.
    if (!std::filesystem::is_regular_file(status)) {
        throw StorageError("cannot open the database " + path.string() + ": expected a file, found something else");
    }
    if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
        throw StorageError("the database " + path.string() +
                           " cannot be written: " + std::generic_category().message(errno));
    }
    FirstPage page{};
    std::ifstream file(path, std::ios::binary);
    file.read(page.data(), page.size());
    if (file.gcount() == 0 && file.eof()) return std::nullopt;
    constexpr std::string_view magic("SQLite format 3\0", 16);
    if (!file || std::string_view(page.data(), magic.size()) != magic) refuse_no_database(path.string());
    return identity_of(page);
}

} // namespace

void check_first_page(const std::filesystem::path &path, std::size_t newest) {
    if (const auto found = identity_in(path)) judge(*found, path.string(), newest);
}

void check_successor(const std::filesystem::path &path, std::size_t version) {
    const auto found = identity_in(path);
    if (found) judge(*found, path.string(), version);
    judge_successor(found ? found->version : 0, path.string(), version);
}

void check_schema(SQLite::Database &database, const std::string &path, std::size_t newest) {
    try {
        judge({pragma(database, "application_id"), pragma(database, "user_version"), is_empty(database)}, path, newest);
    } catch (const SQLite::Exception &exception) {
        if (exception.getErrorCode() == SQLITE_NOTADB) refuse_no_database(path);
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
