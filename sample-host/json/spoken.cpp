// Thread-safe: pure functions.
#include "json/spoken.h"

#include <algorithm>
#include <array>

namespace sample_host::json {
namespace {

struct Unit {
    std::string_view name;
    int64_t size;
};

constexpr std::array<Unit, 4> units = {
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"min", 60'000'000}, {"s", 1'000'000}}};

} // namespace

std::string spoken(std::string_view word) {
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string spoken_duration(int64_t duration) {
    for (std::size_t index = 0; index < units.size(); ++index) {
        const Unit &unit = units.at(index);
        if (duration < unit.size) continue;
        std::string text = std::to_string(duration / unit.size) + ' ' + std::string(unit.name);
        if (index + 1 == units.size()) return text;
        const Unit &smaller = units.at(index + 1);
        const int64_t rest = duration % unit.size / smaller.size;
        return rest == 0 ? text : text + ' ' + std::to_string(rest) + ' ' + std::string(smaller.name);
    }
    return "0 s";
}

std::string older_instants(int64_t merged) {
    if (merged < 0) return "more older instants than can be counted";
    return std::to_string(merged) + (merged == 1 ? " older instant" : " older instants");
}

} // namespace sample_host::json
