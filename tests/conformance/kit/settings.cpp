// settings.cpp - see settings.h.
#include "settings.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string_view>

#include <unistd.h>

#include <gateway_scheduler/job.h>

#include "text.h"

namespace conformance::kit {

namespace {

constexpr std::string_view prefix = "GATEWAY_SCHEDULER_CONFORMANCE_";

[[noreturn]] void refuse(const std::string &name, const std::string &value, const std::string &expected) {
    throw SettingsError(std::string(prefix) + name + " is \"" + printable(value) + "\", expected " + expected);
}

int number(const std::string &name, const std::string &value, int least, int most) {
    int result = 0;
    const char *end = value.data() + value.size();
    const auto [stopped, failure] = std::from_chars(value.data(), end, result);
    if (failure != std::errc() || stopped != end || result < least || result > most) {
        refuse(name, value, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return result;
}

bool yes(const std::string &name, const std::string &value) {
    if (value != "0" && value != "1") refuse(name, value, "0 or 1");
    return value == "1";
}

// The text itself, or what is in the file whose name follows an @.
std::string payload(const std::string &name, const std::string &value) {
    if (!value.starts_with('@')) return value;
    std::ifstream file(value.substr(1), std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file.is_open() || file.bad()) refuse(name, value, "a file that can be read after the @");
    if (content.size() > GS_MAX_PAYLOAD_SIZE) refuse(name, value, "a file of at most 16 MiB after the @");
    return content;
}

std::vector<std::string> list(const std::string &name, const std::string &value) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= value.size();) {
        const std::size_t comma = std::min(value.find(',', at), value.size());
        parts.push_back(value.substr(at, comma - at));
        if (parts.back().empty()) refuse(name, value, "beginnings of names such as storage.claim,executor, by commas");
        at = comma + 1;
    }
    return parts;
}

using Reader = std::function<void(Settings &, const std::string &name, const std::string &value)>;

const std::map<std::string, Reader, std::less<>> &readers() {
    static const std::map<std::string, Reader, std::less<>> all{
        {"TAP", [](auto &settings, auto &, auto &value) { settings.tap = value; }},
        {"JUNIT", [](auto &settings, auto &, auto &value) { settings.junit = value; }},
        {"ONLY", [](auto &settings, auto &name, auto &value) { settings.only = list(name, value); }},
        {"PAYLOAD", [](auto &settings, auto &name, auto &value) { settings.payload = payload(name, value); }},
        {"LONG_PAYLOAD", [](auto &settings, auto &name, auto &value) { settings.long_payload = payload(name, value); }},
        {"FAILING_PAYLOAD",
         [](auto &settings, auto &name, auto &value) { settings.failing_payload = payload(name, value); }},
        {"FOREIGN", [](auto &settings, auto &name, auto &value) { settings.foreign = yes(name, value); }},
        {"TERMINATE", [](auto &settings, auto &name, auto &value) { settings.terminate = yes(name, value); }},
        {"WRITERS", [](auto &settings, auto &name, auto &value) { settings.writers = number(name, value, 1, 64); }},
        {"HOOK_DEADLINE",
         [](auto &settings, auto &name, auto &value) {
             settings.hook_deadline = std::chrono::seconds(number(name, value, 1, 600));
         }},
    };
    return all;
}

[[noreturn]] void refuse_name(const std::string &name) {
    std::string known;
    for (const auto &[each, unused] : readers()) known.append(known.empty() ? "" : ", ").append(each);
    throw SettingsError("there is no variable " + std::string(prefix) + name + ", expected one of " + known +
                        " after the last underscore");
}

} // namespace

bool Settings::wants(const std::string &check) const {
    return only.empty() ||
           std::any_of(only.begin(), only.end(), [&](const std::string &name) { return check.starts_with(name); });
}

Settings read_settings() {
    Settings settings;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        std::string_view variable = *entry;
        if (!variable.starts_with(prefix)) continue;
        variable.remove_prefix(prefix.size());
        const std::size_t sign = std::min(variable.find('='), variable.size() - 1);
        const std::string name(variable.substr(0, sign));
        const std::string value(variable.substr(sign + 1));
        const auto reader = readers().find(name);
        if (reader == readers().end()) refuse_name(name);
        if (!value.empty()) reader->second(settings, name, value); // empty is as good as unset
    }
    return settings;
}

} // namespace conformance::kit
