// fault_text.cpp - see fault_text.h.
#include "storage/sqlite/fault_text.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <sqlite3.h>

namespace sample_host::sqlite {

namespace {

int kind_of(const SQLite::Exception &fault) {
    return fault.getErrorCode() & 0xff;
}

// SQLite tells that the system has refused, the system tells why: a file system that was made read-only, for one.
std::string cause(const SQLite::Exception &fault, const std::filesystem::path &database) {
    if (::faccessat(AT_FDCWD, database.c_str(), R_OK | W_OK, AT_EACCESS) == 0) return fault.what();
    return std::generic_category().message(errno);
}

} // namespace

std::string sentence_of(const SQLite::Exception &fault, const std::filesystem::path &database) {
    const std::string name = "the database " + database.string();
    switch (kind_of(fault)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return name + " is locked by another program";
    case SQLITE_FULL:
        return name + " cannot grow: " + fault.what();
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return name + " cannot be written: " + cause(fault, database);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return name + " is damaged: " + fault.what() + "; move a backup into its place";
    default:
        return fault.what();
    }
}

bool is_damage(const SQLite::Exception &fault) {
    return kind_of(fault) == SQLITE_CORRUPT || kind_of(fault) == SQLITE_NOTADB;
}

bool may_pass(const SQLite::Exception &fault) {
    switch (kind_of(fault)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_AUTH:
    case SQLITE_PERM:
    case SQLITE_NOTADB:
        return true;
    default:
        return false;
    }
}

} // namespace sample_host::sqlite
