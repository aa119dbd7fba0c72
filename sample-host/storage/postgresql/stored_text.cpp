// stored_text.cpp - see stored_text.h.
#include "storage/postgresql/stored_text.h"

#include "storage/sql/fault.h"
#include "json/utf8.h"

namespace sample_host::postgresql {

namespace {

constexpr std::string_view mark = "\xef\xa3\xbf";
constexpr std::size_t shown = 40; // bytes of a text that a message shows

} // namespace

void check_text(std::string_view text) {
    if (json::is_utf8(text)) return;
    throw sql::BadItem("the text \"" + json::replace_invalid_utf8(text.substr(0, shown)) +
                       "\" is not UTF-8, which PostgreSQL's text has to be");
}

bool is_stored_as_it_is(std::string_view text) {
    return text.find('\0') == std::string_view::npos && !is_marked(text);
}

std::string stored_text(std::string_view text) {
    if (is_stored_as_it_is(text)) return std::string(text);
    std::string stored;
    stored.reserve(text.size());
    while (!text.empty()) {
        if (text.front() == '\0') {
            stored.append(mark) += 'n';
            text.remove_prefix(1);
        } else if (text.starts_with(mark)) {
            stored.append(mark) += 'e';
            text.remove_prefix(mark.size());
        } else {
            stored += text.front();
            text.remove_prefix(1);
        }
    }
    return stored;
}

bool is_marked(std::string_view stored) {
    return stored.find(mark) != std::string_view::npos;
}

std::string told_text(std::string_view stored) {
    std::string text;
    text.reserve(stored.size());
    for (auto at = stored.find(mark); at != std::string_view::npos; at = stored.find(mark)) {
        text += stored.substr(0, at);
        stored.remove_prefix(at + mark.size());
        if (stored.starts_with('n'))
            text += '\0';
        else
            text += mark; // or somebody else has written it, without what belongs behind it
        if (stored.starts_with('n') || stored.starts_with('e')) stored.remove_prefix(1);
    }
    return text.append(stored);
}

} // namespace sample_host::postgresql
