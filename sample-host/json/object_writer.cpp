// An instance belongs to one thread.
#include "json/object_writer.h"

#include "json/duration.h"
#include "json/time.h"
#include "json/utf8.h"

#include <gateway_scheduler/abi.h>

#include <utility>

namespace sample_host::json {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";

void append_control(std::string &text, unsigned char character) {
    switch (character) {
    case '\n':
        text += "\\n";
        return;
    case '\r':
        text += "\\r";
        return;
    case '\t':
        text += "\\t";
        return;
    default:
        break;
    }
    text += "\\u00";
    text += hexadecimal[character >> 4U];
    text += hexadecimal[character & 0xFU];
}

} // namespace

void append_quoted(std::string &text, std::string_view value) {
    text += '"';
    std::size_t at = 0;
    while (at < value.size()) {
        const Utf8Step step = utf8_step(value, at);
        if (!step.valid) {
            text += "\xEF\xBF\xBD";
        } else if (step.character < 0x20 || step.character == 0x7F) {
            append_control(text, static_cast<unsigned char>(step.character));
        } else {
            if (step.character == '"' || step.character == '\\') text += '\\';
            text += value.substr(at, step.size);
        }
        at += step.size;
    }
    text += '"';
}

void ObjectWriter::key(std::string_view key) {
    if (text_.size() > 1) text_ += ',';
    append_quoted(text_, key);
    text_ += ':';
}

ObjectWriter &ObjectWriter::text(std::string_view key, std::string_view value) {
    this->key(key);
    append_quoted(text_, value);
    return *this;
}

ObjectWriter &ObjectWriter::text_or_null(std::string_view key, std::string_view value) {
    return value.empty() ? null(key) : text(key, value);
}

ObjectWriter &ObjectWriter::integer(std::string_view key, int64_t value) {
    return raw(key, std::to_string(value));
}

ObjectWriter &ObjectWriter::boolean(std::string_view key, bool value) {
    return raw(key, value ? "true" : "false");
}

ObjectWriter &ObjectWriter::time(std::string_view key, int64_t value) {
    return value == GS_NO_TIME ? null(key) : text(key, format_time(value));
}

ObjectWriter &ObjectWriter::duration(std::string_view key, int64_t value) {
    return text(key, format_duration(value));
}

ObjectWriter &ObjectWriter::duration_or_null(std::string_view key, int64_t value) {
    return value == 0 ? null(key) : duration(key, value);
}

ObjectWriter &ObjectWriter::null(std::string_view key) {
    return raw(key, "null");
}

ObjectWriter &ObjectWriter::raw(std::string_view key, std::string_view json) {
    this->key(key);
    text_ += json;
    return *this;
}

std::string ObjectWriter::finish() {
    return std::move(text_) + '}';
}

} // namespace sample_host::json
