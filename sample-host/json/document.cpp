// The one translation unit that includes nlohmann-json. Its parser is iterative; the limits below keep recursion when
// dumping, and the search for repeated keys, within bounds.
#include "json/document.h"

#include "json/invalid_input.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sample_host::json {

using Tree = nlohmann::ordered_json;

struct Document::Value {
    explicit Value(Tree parsed) : tree(std::move(parsed)) {}
    Value(const Value &) = delete;
    Value &operator=(const Value &) = delete;
    Value(Value &&) = delete;
    Value &operator=(Value &&) = delete;
    ~Value() = default;
    Tree tree;
};

namespace {

constexpr int max_depth = 32;
constexpr std::size_t max_keys = 256;

const Tree &tree_of(const void *value) {
    return *static_cast<const Tree *>(value);
}

// Watches the parser go by and refuses what a lenient parser would let through.
class Watcher {
  public:
    bool operator()(int depth, Tree::parse_event_t event, const Tree &parsed) {
        using Event = Tree::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (depth >= max_depth) throw InvalidInput("the JSON is nested deeper than 32 levels");
        }
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key) add_key(parsed.get_ref<const std::string &>());
        return true;
    }

  private:
    void add_key(const std::string &key) {
        std::vector<std::string> &keys = keys_.back();
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            throw InvalidInput("the key \"" + key + "\" is there twice", key);
        }
        if (keys.size() == max_keys) throw InvalidInput("an object of the JSON has more than 256 keys");
        keys.push_back(key);
    }

    std::vector<std::vector<std::string>> keys_;
};

[[noreturn]] void refuse_kind(Document::Kind expected, Document::Kind found) {
    throw InvalidInput("expected " + std::string(kind_name(expected)) + ", found " + std::string(kind_name(found)));
}

void expect(const Document &document, Document::Kind kind) {
    if (document.kind() != kind) refuse_kind(kind, document.kind());
}

} // namespace

Document Document::parse(std::string_view text) {
    const auto watch = [watcher = Watcher()](int depth, Tree::parse_event_t event, const Tree &parsed) mutable {
        return watcher(depth, event, parsed);
    };
    try {
        auto root = std::make_shared<const Value>(Tree::parse(text.begin(), text.end(), watch));
        const void *const value = &root->tree;
        return {std::move(root), value};
    } catch (const Tree::parse_error &error) {
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            throw InvalidInput("it is empty; expected JSON");
        }
        throw InvalidInput("it is not valid JSON, see byte " + std::to_string(error.byte == 0 ? 0 : error.byte - 1));
    } catch (const Tree::out_of_range &) {
        throw InvalidInput("it has a number that is too large");
    }
}

Document::Kind Document::kind() const {
    switch (tree_of(value_).type()) {
    case Tree::value_t::boolean:
        return Kind::boolean;
    case Tree::value_t::number_integer:
        return Kind::integer;
    case Tree::value_t::number_unsigned:
        return tree_of(value_).get<uint64_t>() > static_cast<uint64_t>(INT64_MAX) ? Kind::number : Kind::integer;
    case Tree::value_t::number_float:
        return Kind::number;
    case Tree::value_t::string:
        return Kind::text;
    case Tree::value_t::array:
        return Kind::array;
    case Tree::value_t::object:
        return Kind::object;
    default:
        return Kind::null;
    }
}

bool Document::boolean() const {
    expect(*this, Kind::boolean);
    return tree_of(value_).get<bool>();
}

int64_t Document::integer() const {
    expect(*this, Kind::integer);
    return tree_of(value_).get<int64_t>();
}

const std::string &Document::text() const {
    expect(*this, Kind::text);
    return tree_of(value_).get_ref<const std::string &>();
}

std::vector<Document> Document::items() const {
    expect(*this, Kind::array);
    std::vector<Document> items;
    for (const Tree &item : tree_of(value_)) items.push_back(Document(root_, &item));
    return items;
}

std::vector<std::pair<std::string_view, Document>> Document::members() const {
    expect(*this, Kind::object);
    std::vector<std::pair<std::string_view, Document>> members;
    for (const auto &[key, value] : tree_of(value_).items()) members.emplace_back(key, Document(root_, &value));
    return members;
}

std::optional<Document> Document::find(std::string_view key) const {
    expect(*this, Kind::object);
    const Tree &tree = tree_of(value_);
    for (auto member = tree.begin(); member != tree.end(); ++member) {
        if (member.key() == key) return Document(root_, &member.value());
    }
    return std::nullopt;
}

Document Document::at(std::string_view key) const {
    std::optional<Document> member = find(key);
    if (!member) throw InvalidInput("the key \"" + std::string(key) + "\" is missing", std::string(key));
    return *std::move(member);
}

std::string Document::dump() const {
    return tree_of(value_).dump();
}

std::string_view kind_name(Document::Kind kind) {
    switch (kind) {
    case Document::Kind::null:
        return "null";
    case Document::Kind::boolean:
        return "true or false";
    case Document::Kind::integer:
        return "a whole number";
    case Document::Kind::number:
        return "a number that is not whole or too large";
    case Document::Kind::text:
        return "text";
    case Document::Kind::array:
        return "an array";
    default:
        return "an object";
    }
}

} // namespace sample_host::json
