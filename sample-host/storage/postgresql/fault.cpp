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
    const std::string_view state = fault.state;
    // What was inserted by somebody else meanwhile is found the next time.
    if (state == "23505") return true;
    // Classes of SQLSTATE that a value of the call's own can be the cause of: data, integrity, more than the server's
    // limits allow (a key that is too long for its index). Whatever else is wrong, no job is to be blamed for it.
    constexpr std::array<std::string_view, 3> classes{"22", "23", "54"};
    return std::ranges::none_of(classes, [state](std::string_view name) { return state.starts_with(name); });
}

} // namespace sample_host::postgresql
