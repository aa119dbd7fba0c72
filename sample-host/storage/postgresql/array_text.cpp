// array_text.cpp - see array_text.h.
#include "storage/postgresql/array_text.h"

#include "storage/sql/id_text.h"

namespace sample_host::postgresql {

namespace {

void append_quoted(std::string &array, std::string_view text) {
    array += '"';
    for (const char character : text) {
        if (character == '"' || character == '\\') array += '\\';
        array += character;
    }
    array += '"';
}

void append_hexadecimal(std::string &array, const gs_bytes &bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    array += "\"\\\\x";
    for (std::uint64_t i = 0; i < bytes.size; ++i) {
        array += digits[bytes.data[i] >> 4U];
        array += digits[bytes.data[i] & 15U];
    }
    array += '"';
}

template <class Value, class Append>
std::string joined(const std::vector<Value> &values, const Append &append) {
    std::string array = "{";
    for (const Value &value : values) {
        if (array.size() > 1) array += ',';
        append(array, value);
    }
    return array + "}";
}

} // namespace

std::string array_text(const std::vector<std::string_view> &texts) {
    return joined(texts, [](std::string &array, std::string_view text) { append_quoted(array, text); });
}

std::string array_text(const std::vector<gs_id> &ids) {
    return joined(ids, [](std::string &array, const gs_id &id) { array += sql::id_text(id); });
}

std::string array_text(const std::vector<std::int64_t> &numbers) {
    return joined(numbers, [](std::string &array, std::int64_t number) {
        array += number == GS_NO_TIME ? "NULL" : std::to_string(number);
    });
}

std::string array_text(const std::vector<gs_bytes> &values) {
    return joined(values, [](std::string &array, const gs_bytes &bytes) {
        if (bytes.size == 0)
            array += "NULL";
        else
            append_hexadecimal(array, bytes);
    });
}

} // namespace sample_host::postgresql
