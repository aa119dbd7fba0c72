// query.cpp - see query.h.
#include "storage/sql/query.h"

#include <limits>
#include <stdexcept>

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"

namespace sample_host::sql {

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
    if (statement_ != nullptr) statement_->reset();
}

bool Query::step() {
    column_ = 0;
    return statement_->step();
}

int Query::execute() {
    return statement_->execute();
}

void Query::bind(std::int64_t value) {
    statement_->bind_integer(++bound_, value);
}
void Query::bind(std::int32_t value) {
    statement_->bind_integer(++bound_, value);
}
void Query::bind(std::uint32_t value) {
    statement_->bind_integer(++bound_, value);
}

void Query::bind(Time time) {
    if (time.value == GS_NO_TIME) {
        statement_->bind_null(++bound_);
    } else {
        statement_->bind_integer(++bound_, time.value);
    }
}

void Query::bind(const Blob &blob) {
    if (blob.bytes.size > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw BadItem("a value has " + std::to_string(blob.bytes.size) + " bytes, which is more than can be stored");
    }
    if (blob.bytes.size == 0) {
        statement_->bind_null(++bound_); // an empty blob is not told from it
    } else {
        statement_->bind_bytes(++bound_, blob.bytes);
    }
}

void Query::bind(const std::string &text) {
    statement_->bind_text(++bound_, text);
}
void Query::bind(std::string_view text) {
    statement_->bind_text(++bound_, text);
}
void Query::bind(const gs_string &text) {
    bind(view(text));
}

void Query::bind(const gs_id &id) {
    if (is_none(id)) {
        statement_->bind_null(++bound_);
    } else {
        statement_->bind_text(++bound_, id_text(id));
    }
}

std::string Query::text_at(int column) const {
    const auto text = statement_->text(column);
    if (!text) throw std::runtime_error(std::string(statement_->name(column)) + " does not hold text");
    return std::string(*text);
}

void Query::refuse_column(std::string_view expected) const {
    throw UnreadableRow(std::string(statement_->name(column_ - 1)) + " does not hold " + std::string(expected));
}

std::int64_t Query::integer() {
    const auto value = statement_->integer(column_++);
    if (!value) refuse_column("an integer");
    return *value;
}

std::int32_t Query::small_integer() {
    const std::int64_t value = integer();
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
        refuse_column("an integer of 32 bits");
    }
    return static_cast<std::int32_t>(value);
}

std::int64_t Query::time() {
    const int column = column_++;
    if (statement_->is_null(column)) return GS_NO_TIME;
    const auto value = statement_->integer(column);
    if (!value) refuse_column("a time in microseconds");
    return *value;
}

std::string_view Query::text() {
    const auto value = statement_->text(column_++);
    if (!value) refuse_column("text");
    return *value;
}

gs_string Query::borrowed_text() {
    return borrow(text());
}

std::string_view Query::text_or_none() {
    if (statement_->is_null(column_)) {
        ++column_;
        return {};
    }
    return text();
}

gs_bytes Query::bytes_or_none() {
    const int column = column_++;
    if (statement_->is_null(column)) return gs_bytes{nullptr, 0};
    const auto value = statement_->bytes(column);
    if (!value) refuse_column("bytes");
    return *value;
}

gs_id Query::id() {
    const auto id = parse_id(text());
    if (!id) refuse_column("an id (a UUID in lower case)");
    return *id;
}

gs_id Query::id_or_none() {
    if (statement_->is_null(column_)) {
        ++column_;
        return gs_id{};
    }
    return id();
}

std::int32_t Query::word(const Words &words) {
    return value_of(words, text());
}

} // namespace sample_host::sql
