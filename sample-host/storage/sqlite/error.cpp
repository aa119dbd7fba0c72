// error.cpp - see error.h.
#include "storage/sqlite/error.h"

#include <SQLiteCpp/Exception.h>
#include <cstring>
#include <new>
#include <sqlite3.h>

namespace sample_host::sqlite {

namespace {

bool may_pass(int sqlite_code) {
    switch (sqlite_code & 0xff) {
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

// The longest start of the text that fits and does not end within a character.
std::size_t fitting(std::string_view text, std::size_t room) {
    if (text.size() <= room) return text.size();
    std::size_t size = room;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) --size;
    return size;
}

} // namespace

std::int32_t tell(gs_error *error, std::int32_t status, std::string_view text) noexcept {
    if (error != nullptr) {
        const std::size_t size = fitting(text, sizeof error->text - 1);
        error->status = status;
        error->position = -1;
        error->field[0] = '\0';
        std::memcpy(error->text, text.data(), size);
        error->text[size] = '\0';
    }
    return status;
}

std::int32_t tell(gs_error *error, const std::exception_ptr &fault) noexcept {
    try {
        std::rethrow_exception(fault);
    } catch (const SQLite::Exception &exception) {
        return tell(error, may_pass(exception.getErrorCode()) ? GS_UNAVAILABLE : GS_FAILED, exception.what());
    } catch (const std::bad_alloc &) {
        return tell(error, GS_UNAVAILABLE, "out of memory");
    } catch (const std::exception &exception) {
        return tell(error, GS_FAILED, exception.what());
    } catch (...) {
        return tell(error, GS_FAILED, "an unknown fault in the storage");
    }
}

} // namespace sample_host::sqlite
