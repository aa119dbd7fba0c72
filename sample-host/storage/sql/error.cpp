// error.cpp - see error.h.
#include "storage/sql/error.h"

#include <cstring>
#include <new>

#include "storage/sql/database.h"
#include "storage/sql/fault.h"

namespace sample_host::sql {

namespace {

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

namespace {

std::int32_t tell_judged(gs_error *error, Database &database, const std::exception &exception) noexcept {
    try {
        const Verdict verdict = database.judge(exception);
        return tell(error, verdict.may_pass ? GS_UNAVAILABLE : GS_FAILED, verdict.sentence);
    } catch (...) {
        return tell(error, GS_UNAVAILABLE, "out of memory");
    }
}

} // namespace

std::int32_t tell(gs_error *error, Database &database, const std::exception_ptr &fault) noexcept {
    try {
        std::rethrow_exception(fault);
    } catch (const std::bad_alloc &) {
        return tell(error, GS_UNAVAILABLE, "out of memory");
    } catch (const PartlyCarriedOut &fault_of_a_part) {
        return tell(error, GS_UNAVAILABLE, fault_of_a_part.what());
    } catch (const std::exception &exception) {
        return tell_judged(error, database, exception);
    } catch (...) {
        return tell(error, GS_FAILED, "an unknown fault in the storage");
    }
}

} // namespace sample_host::sql
