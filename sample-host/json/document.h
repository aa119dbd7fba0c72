// A parsed JSON value, read strictly. It hides nlohmann-json, so that its heavy header is compiled once. Copies share
// the parsed text; reading from several threads at once is fine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::json {

class Document {
  public:
    enum class Kind { null, boolean, integer, number, text, array, object };

    // One value and nothing behind it, UTF-8, no key twice, 32 levels, 256 keys an object. Throws InvalidInput.
    static Document parse(std::string_view text);

    Kind kind() const;
    bool is_null() const { return kind() == Kind::null; }

    // Each of these throws InvalidInput unless the value is of that kind, and for an integer beyond int64.
    bool boolean() const;
    int64_t integer() const;
    const std::string &text() const;
    std::vector<Document> items() const;                                // of an array
    std::vector<std::pair<std::string_view, Document>> members() const; // of an object, in the order of the text
    std::optional<Document> find(std::string_view key) const;           // of an object
    Document at(std::string_view key) const; // likewise; throws InvalidInput when there is no such key

    std::string dump() const; // compact; the keys keep their order

    struct Value;

  private:
    Document(std::shared_ptr<const Value> root, const void *value) : root_(std::move(root)), value_(value) {}

    std::shared_ptr<const Value> root_;
    const void *value_;
};

std::string_view kind_name(Document::Kind kind); // "text", "a whole number", ...

} // namespace sample_host::json
