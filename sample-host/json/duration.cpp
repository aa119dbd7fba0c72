// One table of units serves reading and printing.
#include "json/duration.h"

#include "json/invalid_input.h"

#include <gateway_scheduler/job.h>

#include <array>
#include <optional>

namespace sample_host::json {
namespace {

struct Unit {
    std::string_view name;
    uint64_t size;
};

constexpr std::array<Unit, 6> units = {
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};

// Large enough for every duration that is allowed, small enough that nothing overflows.
constexpr uint64_t ceiling = static_cast<uint64_t>(GS_MAX_DURATION_US) + 1;

// The letters up to the next digit.
std::string_view unit_name(std::string_view text) {
    return text.substr(0, text.find_first_of("0123456789"));
}

// The magnitude, at most `ceiling`; nothing if it is not made of numbers with units.
std::optional<uint64_t> read_magnitude(std::string_view text) {
    if (text == "0") return 0;
    uint64_t total = 0;
    std::size_t next_unit = 0;
    while (!text.empty()) {
        const std::size_t digits = text.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
        uint64_t number = 0;
        for (const char digit : text.substr(0, digits)) {
            number = std::min(ceiling, number * 10 + static_cast<uint64_t>(digit - '0'));
        }
        text.remove_prefix(digits);
        const std::string_view name = unit_name(text);
        while (next_unit < units.size() && units.at(next_unit).name != name) ++next_unit;
        if (next_unit == units.size()) return std::nullopt;
        const uint64_t size = units.at(next_unit).size;
        total = number > ceiling / size ? ceiling : std::min(ceiling, total + number * size);
        text.remove_prefix(name.size());
        ++next_unit;
    }
    return next_unit == 0 ? std::nullopt : std::optional<uint64_t>(total);
}

bool has_sign(std::string_view text) {
    return !text.empty() && text.front() == '-';
}

} // namespace

bool looks_like_duration(std::string_view text) {
    return read_magnitude(has_sign(text) ? text.substr(1) : text).has_value();
}

int64_t parse_duration(std::string_view text) {
    const std::string quoted = "\"" + std::string(text.substr(0, 64)) + "\"";
    const std::optional<uint64_t> magnitude = read_magnitude(has_sign(text) ? text.substr(1) : text);
    if (!magnitude) throw InvalidInput(quoted + " is not a duration; expected a form such as 90s, 30m, 1h30m or 2d");
    if (has_sign(text) && *magnitude != 0) throw InvalidInput(quoted + " is negative; a duration is 0 or more");
    if (*magnitude >= ceiling) throw InvalidInput(quoted + " is too long; a duration is at most 366d");
    return static_cast<int64_t>(*magnitude);
}

std::string format_duration(int64_t duration) {
    if (duration == 0) return "0s";
    std::string text;
    uint64_t rest = static_cast<uint64_t>(duration);
    if (duration < 0) {
        text = "-";
        rest = 0 - rest;
    }
    for (const Unit &unit : units) {
        if (rest < unit.size) continue;
        text += std::to_string(rest / unit.size);
        text += unit.name;
        rest %= unit.size;
    }
    return text;
}

} // namespace sample_host::json
