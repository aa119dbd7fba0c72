// Bytes within a JSON object, under one of several keys that say how they are written. Thread-safe: pure functions.
#pragma once

#include "json/object_writer.h"

#include <string>
#include <string_view>

namespace sample_host::move {

// KEY_text when they are UTF-8, KEY_base64 when they are not or that is shorter. Nothing for no bytes.
void write_bytes(json::ObjectWriter &writer, const std::string &key, std::string_view bytes);

// The same, but KEY when the bytes are a JSON object or array just as this program would write it: such are the
// payloads that came through the HTTP API.
void write_json_bytes(json::ObjectWriter &writer, const std::string &key, std::string_view bytes);

} // namespace sample_host::move
