// query.cpp - see query.h.
#include "storage/sqlite/query.h"

#include <SQLiteCpp/Column.h>
#include <limits>

#include "storage/sqlite/fault.h"
#include "storage/sqlite/id_text.h"

namespace sample_host::sqlite {

std::string_view view(const gs_string &text) {
    return text.size == 0 ? std::string_view{} : std::string_view{text.data, static_cast<std::size_t>(text.size)};
}

gs_string borrow(std::string_view text) {
    return gs_string{text.data(), text.size()};
}

Query::Query(Query &&other) noexcept : statement_(other.statement_), bound_(other.bound_), column_(other.column_) {
    other.statement_ = nullptr;
}

Query::~Query() {
    if (statement_ != nullptr) statement_->tryReset();
}

bool Query::step() {
    column_ = 0;
    return statement_->executeStep();
}

int Query::execute() {
    return statement_->exec();
}

void Query::bind(std::int64_t value) {
    statement_->bind(++bound_, value);
}
void Query::bind(std::int32_t value) {
    statement_->bind(++bound_, value);
}
void Query::bind(std::uint32_t value) {
    statement_->bind(++bound_, value);
}

void Query::bind(Time time) {
    if (time.value == GS_NO_TIME) {
        statement_->bind(++bound_);
    } else {
        statement_->bind(++bound_, time.value);
    }
}

void Query::bind(const Blob &blob) {
    if (blob.bytes.size > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw BadItem("a value has " + std::to_string(blob.bytes.size) + " bytes, which is more than can be stored");
    }
    if (blob.bytes.size == 0) {
        statement_->bind(++bound_); // NULL: an empty blob is not told from it
    } else {
        statement_->bindNoCopy(++bound_, blob.bytes.data, static_cast<int>(blob.bytes.size));
    }
}

void Query::bind(const std::string &text) {
    statement_->bind(++bound_, text);
}
void Query::bind(std::string_view text) {
    statement_->bind(++bound_, std::string(text));
}
void Query::bind(const gs_string &text) {
    bind(view(text));
}

void Query::bind(const gs_id &id) {
    if (is_none(id)) {
        statement_->bind(++bound_);
    } else {
        statement_->bind(++bound_, id_text(id));
    }
}

SQLite::Column Query::next_column() {
    return statement_->getColumn(column_++);
}

void Query::refuse_column(std::string_view expected) const {
    throw UnreadableRow(std::string(statement_->getColumnName(column_ - 1)) + " does not hold " +
                        std::string(expected));
}

std::int64_t Query::integer() {
    const SQLite::Column column = next_column();
    if (!column.isInteger()) refuse_column("an integer");
    return column.getInt64();
}

std::int32_t Query::small_integer() {
    const std::int64_t value = integer();
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
        refuse_column("an integer of 32 bits");
    }
    return static_cast<std::int32_t>(value);
}

std::int64_t Query::time() {
    const SQLite::Column column = next_column();
    if (column.isNull()) return GS_NO_TIME;
    if (!column.isInteger()) refuse_column("a time in microseconds");
    return column.getInt64();
}

std::string_view Query::text() {
    const SQLite::Column column = next_column();
    if (!column.isText()) refuse_column("text");
    const char *data = column.getText();
    return {data, static_cast<std::size_t>(column.getBytes())};
}

gs_string Query::borrowed_text() {
    return borrow(text());
}

std::string_view Query::text_or_none() {
    if (statement_->isColumnNull(column_)) {
        ++column_;
        return {};
    }
    return text();
}

gs_bytes Query::bytes_or_none() {
    const SQLite::Column column = next_column();
    if (column.isNull()) return gs_bytes{nullptr, 0};
    if (!column.isBlob()) refuse_column("bytes");
    const auto *data = static_cast<const std::uint8_t *>(column.getBlob());
    return gs_bytes{data, static_cast<std::uint64_t>(column.getBytes())};
}

gs_id Query::id() {
    const auto id = parse_id(text());
    if (!id) refuse_column("an id (a UUID in lower case)");
    return *id;
}

gs_id Query::id_or_none() {
    if (statement_->isColumnNull(column_)) {
        ++column_;
        return gs_id{};
    }
    return id();
}

std::int32_t Query::word(const Words &words) {
    return value_of(words, text());
}

} // namespace sample_host::sqlite
