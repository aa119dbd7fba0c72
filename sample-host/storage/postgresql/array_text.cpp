// array_text.cpp - see array_text.h.
#include "storage/postgresql/array_text.h"

#include "storage/postgresql/stored_text.h"
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

} // namespace

std::string array_text(const std::vector<std::string_view> &texts) {
    std::string array = "{";
    for (const std::string_view text : texts) {
        if (array.size() > 1) array += ',';
        append_quoted(array, stored_text(text));
    }
    return array + "}";
}

std::string array_text(const std::vector<gs_id> &ids) {
    std::string array = "{";
    for (const gs_id &id : ids) {
        if (array.size() > 1) array += ',';
        array += sql::id_text(id);
    }
    return array + "}";
}

} // namespace sample_host::postgresql
