// statement.cpp - see statement.h.
#include "storage/sqlite/statement.h"

#include <SQLiteCpp/Column.h>
#include <string>

namespace sample_host::sqlite {

void Statement::bind_null(int parameter) {
    statement_.bind(parameter);
}

void Statement::bind_integer(int parameter, std::int64_t value) {
    statement_.bind(parameter, value);
}

void Statement::bind_text(int parameter, std::string_view text) {
    statement_.bind(parameter, std::string(text));
}

void Statement::bind_bytes(int parameter, gs_bytes bytes) {
    statement_.bindNoCopy(parameter, bytes.data, static_cast<int>(bytes.size));
}

bool Statement::step() {
    return statement_.executeStep();
}

int Statement::execute() {
    return statement_.exec();
}

void Statement::reset() noexcept {
    statement_.tryReset();
}

bool Statement::is_null(int column) const {
    return statement_.isColumnNull(column);
}

std::optional<std::int64_t> Statement::integer(int column) const {
    const SQLite::Column value = statement_.getColumn(column);
    return value.isInteger() ? std::optional(value.getInt64()) : std::nullopt;
}

std::optional<std::string_view> Statement::text(int column) const {
    const SQLite::Column value = statement_.getColumn(column);
    if (!value.isText()) return std::nullopt;
    const char *data = value.getText();
    return std::string_view(data, static_cast<std::size_t>(value.getBytes()));
}

std::optional<gs_bytes> Statement::bytes(int column) const {
    const SQLite::Column value = statement_.getColumn(column);
    if (!value.isBlob()) return std::nullopt;
    const auto *data = static_cast<const std::uint8_t *>(value.getBlob());
    return gs_bytes{data, static_cast<std::uint64_t>(value.getBytes())};
}

std::string_view Statement::name(int column) const {
    return statement_.getColumnName(column);
}

} // namespace sample_host::sqlite
