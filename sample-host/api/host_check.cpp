// Thread-safe: pure function.
#include "api/host_check.h"

#include <algorithm>
#include <array>

namespace sample_host::api {
namespace {

bool equal_in_any_case(std::string_view left, std::string_view right) {
    const auto lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char one, char other) { return lower(one) == lower(other); });
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

bool is_loopback_host(std::string_view host_header) {
    constexpr std::array<std::string_view, 3> names = {"127.0.0.1", "localhost", "[::1]"};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        if (!equal_in_any_case(host_header.substr(0, name.size()), name)) return false;
        const std::string_view rest = host_header.substr(name.size());
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    });
}

} // namespace sample_host::api
