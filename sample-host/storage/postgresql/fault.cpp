// fault.cpp - see fault.h.
#include "storage/postgresql/fault.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sample_host::postgresql {

Fault connection_fault(const PGconn *connection, const std::string &about) {
    std::string text;
    for (const char character : std::string_view(PQerrorMessage(connection))) {
        const bool space = character == '\n' || character == '\t' || character == ' ';
        if (!space)
            text += character;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return Fault(about + ": " + (text.empty() ? "the connection is gone" : text), "");
}

bool may_pass(const Fault &fault) {
    if (fault.state.empty()) return true;
    // Classes of SQLSTATE: connection, invalid authorization, no such database, transaction rollback, insufficient
    // resources, operator intervention, system error.
    constexpr std::array<std::string_view, 7> classes{"08", "28", "3D", "40", "53", "57", "58"};
    // A lock that was not to be had, a server that only reads, no permission, somebody else has inserted the same.
    constexpr std::array<std::string_view, 4> states{"55P03", "25006", "42501", "23505"};
    const std::string_view state = fault.state;
    const auto is_of = [state](std::string_view name) { return state.starts_with(name); };
    return std::any_of(classes.begin(), classes.end(), is_of) || std::any_of(states.begin(), states.end(), is_of);
}

} // namespace sample_host::postgresql
