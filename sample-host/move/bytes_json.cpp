#include "move/bytes_json.h"

#include "move/base64.h"
#include "json/document.h"
#include "json/invalid_input.h"
#include "json/utf8.h"

namespace sample_host::move {
namespace {

// Within an object, as it will be read: what is nested as deeply as is allowed would be nested too deeply there.
bool is_written_so(std::string_view bytes) {
    if (bytes.empty() || (bytes.front() != '{' && bytes.front() != '[')) return false;
    try {
        const auto items = json::Document::parse('[' + std::string(bytes) + ']').items();
        return items.size() == 1 && items.front().dump() == bytes;
    } catch (const json::InvalidInput &) {
        return false;
    }
}

} // namespace

void write_bytes(json::ObjectWriter &writer, const std::string &key, std::string_view bytes) {
    if (bytes.empty()) return;
    std::string text;
    if (json::is_utf8(bytes)) json::append_quoted(text, bytes);
    const std::size_t in_base64 = (bytes.size() + 2) / 3 * 4 + 2; // quotes and all
    if (!text.empty() && text.size() <= in_base64 + 16) {
        writer.raw(key + "_text", text);
    } else {
        writer.text(key + "_base64", to_base64(bytes));
    }
}

void write_json_bytes(json::ObjectWriter &writer, const std::string &key, std::string_view bytes) {
    if (is_written_so(bytes)) {
        writer.raw(key, bytes);
    } else {
        write_bytes(writer, key, bytes);
    }
}

} // namespace sample_host::move
