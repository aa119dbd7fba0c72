// listing.cpp - see listing.h.
#include "listing.h"

#include <sstream>

#include "examination.h"

namespace conformance::kit {

namespace {

// In lines of at most 118 characters, those after the first indented.
std::string wrapped(const std::string &text) {
    constexpr std::size_t most = 118;
    std::istringstream words(text);
    std::string lines;
    std::string line;
    for (std::string word; words >> word;) {
        if (!line.empty() && line.size() + 1 + word.size() > most) {
            lines += line + "\n";
            line = " ";
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return lines + line + "\n";
}

} // namespace

std::string listing() {
    std::string text;
    for (const Check &check : all_checks()) {
        text +=
            wrapped("* `" + std::string(check.name) + "`, " +
                    std::string(check.source).substr(std::string("host-api/").size()) + ": \"" + check.sentence + "\"");
    }
    return text;
}

} // namespace conformance::kit
