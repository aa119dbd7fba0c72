// Writes one JSON object as text, key by key, without a tree in between. An instance belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::json {

// A JSON string with its quotes. What is not UTF-8 becomes U+FFFD.
void append_quoted(std::string &text, std::string_view value);

class ObjectWriter {
  public:
    ObjectWriter() : text_("{") {}

    ObjectWriter &text(std::string_view key, std::string_view value);
    ObjectWriter &text_or_null(std::string_view key, std::string_view value); // null when empty
    ObjectWriter &integer(std::string_view key, int64_t value);
    ObjectWriter &boolean(std::string_view key, bool value);
    ObjectWriter &time(std::string_view key, int64_t value); // null for GS_NO_TIME
    ObjectWriter &duration(std::string_view key, int64_t value);
    ObjectWriter &duration_or_null(std::string_view key, int64_t value); // null for 0
    ObjectWriter &null(std::string_view key);
    ObjectWriter &raw(std::string_view key, std::string_view json); // a value that is JSON already

    std::string finish(); // the object; the writer is used up

  private:
    void key(std::string_view key);

    std::string text_;
};

} // namespace sample_host::json
