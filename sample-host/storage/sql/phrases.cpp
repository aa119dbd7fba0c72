// phrases.cpp - see phrases.h.
#include "storage/sql/phrases.h"

#include <stdexcept>

namespace sample_host::sql {

namespace {

std::string_view phrase_called(std::string_view name, const Phrases &phrases) {
    if (name == "by tzdata_version") return phrases.by_tzdata_version;
    if (name == "asks a zone") return phrases.asks_a_zone;
    if (name == "open, of job") return phrases.open_of_job;
    if (name == "open, of owner") return phrases.open_of_owner;
    if (name == "open, to cancel") return phrases.open_to_cancel;
    if (name == "calendars name ?1") return phrases.calendars_name_1;
    if (name == "among ?1") return phrases.among_1;
    throw std::logic_error("no database has a phrase for {" + std::string(name) + "}");
}

} // namespace

std::string with_phrases(std::string_view text, const Phrases &phrases) {
    std::string made;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) throw std::logic_error("a brace is not closed in " + std::string(text));
        made += text.substr(0, open);
        made += phrase_called(text.substr(open + 1, close - open - 1), phrases);
        text.remove_prefix(close + 1);
    }
    return made.append(text);
}

} // namespace sample_host::sql
