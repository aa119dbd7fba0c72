// The command that tells how the host is. It belongs to the thread that calls it.
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/table.h"
#include "json/duration.h"

namespace sample_host::cli {
namespace {

constexpr std::string_view microseconds = "_microseconds";

// "loop_age_microseconds": 1500 is shown as loop_age 1ms500us.
std::pair<std::string, std::string> shown(const json::Document &health, std::string_view key,
                                          const json::Document &value, bool utc) {
    if (key.ends_with(microseconds)) {
        return {std::string(key.substr(0, key.size() - microseconds.size())), json::format_duration(value.integer())};
    }
    if (key.ends_with("_at") || key.ends_with("_since")) return {std::string(key), time_of(health, key, utc)};
    return {std::string(key), text_of(health, key)};
}

} // namespace

int tell_health(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const api::Answer answer = host.send("GET", "/v1/health");
    const json::Document health = read_answer(answer, 503);
    const auto healthy = health.find("healthy");
    if (!healthy) throw Refused(text_of(health, "error"));
    if (arguments.json) {
        terminal.out << health.dump() << '\n';
    } else {
        Table table({});
        for (const auto &[key, value] : health.members()) {
            const auto [name, text] = shown(health, key, value, arguments.utc);
            table.add({name, text});
        }
        table.print(terminal.out);
    }
    return healthy->boolean() ? exit_done : exit_failed;
}

} // namespace sample_host::cli
