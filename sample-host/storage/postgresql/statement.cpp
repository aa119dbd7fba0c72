// statement.cpp - see statement.h.
#include "storage/postgresql/statement.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "storage/postgresql/stored_text.h"
#include "storage/postgresql/types.h"
#include "storage/sql/id_text.h"

namespace sample_host::postgresql {

namespace {

std::int64_t big_endian(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes.front());
    std::int64_t value = first < 128 ? first : first - 256; // the sign is in the first byte
    for (const char byte : bytes.substr(1)) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
}

std::string uuid_text(std::string_view bytes) {
    gs_id id{};
    std::transform(bytes.begin(), bytes.end(), std::begin(id.bytes),
                   [](char byte) { return static_cast<std::uint8_t>(byte); });
    return sql::id_text(id);
}

} // namespace

Statement::Statement(Session &session, std::string name, const std::string &text)
    : session_(session), name_(std::move(name)) {
    session_.prepare(name_, text);
}

Statement::Value &Statement::value_of(int parameter) {
    const auto count = static_cast<std::size_t>(parameter);
    if (values_.size() < count) values_.resize(count);
    Value &value = values_[count - 1];
    value.null = false;
    value.bytes = nullptr;
    return value;
}

void Statement::bind_null(int parameter) {
    value_of(parameter).null = true;
}

void Statement::bind_integer(int parameter, std::int64_t value) {
    value_of(parameter).text = std::to_string(value);
}

void Statement::bind_text(int parameter, std::string_view text) {
    check_text(text);
    value_of(parameter).text = stored_text(text);
}

void Statement::bind_bytes(int parameter, gs_bytes bytes) {
    Value &value = value_of(parameter);
    value.bytes = bytes.data;
    value.size = static_cast<int>(bytes.size);
}

std::vector<Parameter> Statement::parameters() const {
    std::vector<Parameter> parameters;
    parameters.reserve(values_.size());
    for (const Value &value : values_) {
        if (value.null) {
            parameters.push_back({});
        } else if (value.bytes != nullptr) {
            parameters.push_back({reinterpret_cast<const char *>(value.bytes), value.size, true});
        } else {
            parameters.push_back({value.text.c_str(), 0, false});
        }
    }
    return parameters;
}

void Statement::send() {
    session_.send_prepared(name_, parameters());
}

void Statement::run() {
    result_ = session_.execute_prepared(name_, parameters());
}

bool Statement::step() {
    if (!result_) run();
    made_.clear();
    if (row_ + 1 >= PQntuples(result_.get())) return false;
    ++row_;
    return true;
}

int Statement::execute() {
    run();
    return std::atoi(PQcmdTuples(result_.get()));
}

void Statement::reset() noexcept {
    result_.reset();
    row_ = -1;
    made_.clear();
    values_.clear();
}

std::string_view Statement::raw(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

bool Statement::is_null(int column) const {
    return PQgetisnull(result_.get(), row_, column) != 0;
}

std::optional<std::int64_t> Statement::integer(int column) const {
    if (is_null(column)) return std::nullopt;
    switch (PQftype(result_.get(), column)) {
    case type_bool:
    case type_int2:
    case type_int4:
    case type_int8:
        return big_endian(raw(column));
    default:
        return std::nullopt;
    }
}

std::string_view Statement::kept(int column, std::string text) const {
    made_.resize(static_cast<std::size_t>(PQnfields(result_.get())));
    return made_[static_cast<std::size_t>(column)] = std::move(text);
}

std::string_view Statement::told(int column, std::string_view stored) const {
    return is_marked(stored) ? kept(column, told_text(stored)) : stored;
}

std::optional<std::string_view> Statement::text(int column) const {
    if (is_null(column)) return std::nullopt;
    switch (PQftype(result_.get(), column)) {
    case type_text:
        return told(column, raw(column));
    case type_jsonb:
        return told(column, raw(column).substr(1)); // behind the version of the form
    case type_uuid:
        return kept(column, uuid_text(raw(column)));
    default:
        return std::nullopt;
    }
}

std::optional<gs_bytes> Statement::bytes(int column) const {
    if (is_null(column) || PQftype(result_.get(), column) != type_bytea) return std::nullopt;
    const std::string_view bytes = raw(column);
    return gs_bytes{reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()};
}

std::string_view Statement::name(int column) const {
    return PQfname(result_.get(), column);
}

} // namespace sample_host::postgresql
