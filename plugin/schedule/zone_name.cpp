// check_zone_name of zone.h: what may become a path below the zone directory.
#include "schedule/text.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::size_t longest = 255;

Error bad_name(std::string_view name, const std::string &why) {
    return {"zone", -1, "the zone " + quoted(name) + " " + why + "; expected an IANA name such as Europe/Lisbon"};
}

bool is_allowed(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '+' || c == '-' || c == '.' || c == '/';
}

} // namespace

Result<std::monostate> check_zone_name(std::string_view name) {
    if (name.empty()) return bad_name(name, "is empty");
    if (name.size() > longest) return bad_name(name, "is longer than 255 bytes");
    for (const char c : name) {
        if (!is_allowed(c)) return bad_name(name, "contains " + quoted({&c, 1}));
    }
    if (name.front() == '/') return bad_name(name, "begins with a slash");
    std::size_t begin = 0;
    while (begin <= name.size()) {
        const auto part = name.substr(begin, name.find('/', begin) - begin);
        if (part.empty()) return bad_name(name, "has an empty part");
        if (part.front() == '.') return bad_name(name, "has a part that begins with a dot");
        if (part.front() == '-') return bad_name(name, "has a part that begins with a hyphen");
        begin += part.size() + 1;
    }
    return std::monostate{};
}

} // namespace gateway_scheduler::schedule
