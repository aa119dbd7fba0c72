// arrays.cpp - see arrays.h. The form is that of the server's array_recv: all numbers are big-endian; the number of
// dimensions, whether there may be NULLs, the elements' type; of the dimension its length and lower bound; and of each
// element its length in bytes, or -1 for NULL, and the bytes.
#include "storage/postgresql/arrays.h"

#include "storage/postgresql/stored_text.h"
#include "storage/postgresql/types.h"

namespace sample_host::postgresql {

namespace {

template <class Number>
void append(std::string &array, Number number) {
    for (int shift = 8 * (static_cast<int>(sizeof number) - 1); shift >= 0; shift -= 8) {
        array += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU);
    }
}

void append_element(std::string &array, std::string_view bytes) {
    append(array, static_cast<std::uint32_t>(bytes.size()));
    array += bytes;
}

void append_null(std::string &array) {
    append(array, ~std::uint32_t{0});
}

std::string_view view_of(const std::uint8_t *bytes, std::uint64_t size) {
    return {reinterpret_cast<const char *>(bytes), size};
}

template <class Value, class Append>
std::string joined(std::uint32_t type, std::size_t element_size, const std::vector<Value> &values,
                   const Append &append_value) {
    constexpr std::size_t head_size = 20;
    std::string array;
    array.reserve(head_size + values.size() * (element_size + sizeof(std::uint32_t)));
    append(array, std::uint32_t{values.empty() ? 0U : 1U});
    append(array, std::uint32_t{1});
    append(array, type);
    if (values.empty()) return array;
    append(array, static_cast<std::uint32_t>(values.size()));
    append(array, std::uint32_t{1});
    for (const Value &value : values) append_value(array, value);
    return array;
}

} // namespace

std::string array_of(const std::vector<std::string_view> &texts) {
    constexpr std::size_t usual = 24;
    return joined(type_text, usual, texts, [](std::string &array, std::string_view text) {
        check_text(text);
        if (is_stored_as_it_is(text))
            append_element(array, text);
        else
            append_element(array, stored_text(text));
    });
}

std::string array_of(const std::vector<gs_id> &ids) {
    return joined(type_uuid, sizeof(gs_id), ids, [](std::string &array, const gs_id &id) {
        append_element(array, view_of(id.bytes, sizeof id.bytes));
    });
}

std::string array_of(const std::vector<std::int64_t> &numbers) {
    return joined(type_int8, sizeof(std::int64_t), numbers, [](std::string &array, std::int64_t number) {
        if (number == GS_NO_TIME) return append_null(array);
        append(array, static_cast<std::uint32_t>(sizeof number));
        append(array, static_cast<std::uint64_t>(number));
    });
}

std::string array_of(const std::vector<gs_bytes> &values) {
    return joined(type_bytea, 0, values, [](std::string &array, const gs_bytes &bytes) {
        if (bytes.size == 0) return append_null(array);
        append_element(array, view_of(bytes.data, bytes.size));
    });
}

sql::Blob lend(const std::string &array) {
    return {{reinterpret_cast<const std::uint8_t *>(array.data()), array.size()}};
}

} // namespace sample_host::postgresql
