#include "move/fields.h"

#include "move/base64.h"
#include "json/id.h"
#include "json/invalid_input.h"
#include "json/time.h"

#include <gateway_scheduler/job.h>

#include <utility>

namespace sample_host::move {

using json::Document;
using json::InvalidInput;

namespace {

int64_t read_time(const Document &value) {
    if (value.kind() == Document::Kind::integer) return value.integer();
    return value.text() == "at_start" ? GS_AT_START : json::parse_time(value.text());
}

} // namespace

Fields::Fields(const Document &object, std::string what) : object_(object), what_(std::move(what)) {
    if (object_.kind() == Document::Kind::object) return;
    throw InvalidInput(what_ + " is a JSON object, found " + std::string(json::kind_name(object_.kind())));
}

Document Fields::at(std::string_view key) {
    seen_.emplace(key);
    auto value = object_.find(key);
    if (!value) throw InvalidInput(what_ + " lacks the key \"" + std::string(key) + "\"", std::string(key));
    return *std::move(value);
}

bool Fields::has(std::string_view key) const {
    const auto value = object_.find(key);
    return value && !value->is_null();
}

template <typename Read>
auto Fields::read(std::string_view key, const Read &read) {
    const Document value = at(key);
    try {
        return read(value);
    } catch (const InvalidInput &error) {
        throw InvalidInput(std::string(key) + ": " + error.what(), std::string(key));
    }
}

std::string Fields::text(std::string_view key) {
    return read(key, [](const Document &value) { return value.text(); });
}

std::string Fields::text_or_none(std::string_view key) {
    seen_.emplace(key);
    return has(key) ? text(key) : std::string();
}

bool Fields::boolean(std::string_view key) {
    return read(key, [](const Document &value) { return value.boolean(); });
}

int64_t Fields::integer(std::string_view key, int64_t least, int64_t most) {
    return read(key, [least, most](const Document &value) {
        const int64_t number = value.integer();
        if (number >= least && number <= most) return number;
        const std::string upto =
            most == std::numeric_limits<int64_t>::max() ? " or more" : " to " + std::to_string(most);
        throw InvalidInput("it is " + std::to_string(number) + "; expected " + std::to_string(least) + upto);
    });
}

int32_t Fields::small_integer(std::string_view key, int32_t least) {
    return static_cast<int32_t>(integer(key, least, std::numeric_limits<int32_t>::max()));
}

int64_t Fields::time(std::string_view key) {
    return read(key, read_time);
}

int64_t Fields::time_or_none(std::string_view key) {
    return at(key).is_null() ? GS_NO_TIME : time(key);
}

gs_id Fields::id(std::string_view key) {
    return read(key, [](const Document &value) { return json::parse_id(value.text()); });
}

gs_id Fields::id_or_none(std::string_view key) {
    return at(key).is_null() ? gs_id{} : id(key);
}

int32_t Fields::word(std::string_view key, const json::Words &words) {
    return read(key, [&words](const Document &value) { return words.parse(value.text()); });
}

int32_t Fields::word_or_none(std::string_view key, const json::Words &words) {
    return at(key).is_null() ? 0 : word(key, words);
}

std::string Fields::bytes(const std::string &key) {
    const std::string as_text = key + "_text";
    const std::string as_base64 = key + "_base64";
    if (has(key) + has(as_text) + has(as_base64) > 1) {
        throw InvalidInput(what_ + " has more than one of " + key + ", " + as_text + " and " + as_base64, key);
    }
    seen_.insert({key, as_text, as_base64});
    if (has(key)) return at(key).dump();
    if (has(as_text)) return text(as_text);
    if (!has(as_base64)) return {};
    return read(as_base64, [](const Document &value) { return from_base64(value.text()); });
}

void Fields::expect_no_more() const {
    for (const auto &[key, value] : object_.members()) {
        if (!seen_.contains(key)) {
            throw InvalidInput(what_ + " has the unknown key \"" + std::string(key) + "\"", std::string(key));
        }
    }
}

} // namespace sample_host::move
