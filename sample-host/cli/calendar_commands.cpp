// The commands that keep calendars. They belong to the thread that calls them.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/table.h"
#include "json/calendar_json.h"

namespace sample_host::cli {
namespace {

constexpr std::size_t widest_days = 80;

int tell_change(const json::Document &change, const Arguments &arguments, const Terminal &terminal) {
    terminal.out << (arguments.json ? change.dump() : text_of(change, "what")) << '\n';
    return exit_done;
}

// "2026-12-25, 2026-12-28..2026-12-31", and how many days these are.
void add_row(Table &table, const json::Calendar &calendar, const json::Document &days) {
    int64_t count = 0;
    for (const gs_day_range &range : calendar.days) count += range.last_day - range.first_day + 1;
    std::string list;
    for (const json::Document &range : days.items()) {
        if (!list.empty()) list += ", ";
        list += range.text();
    }
    table.add({calendar.name, std::to_string(count), shortened(list, widest_days)});
}

} // namespace

int set_calendar(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const std::string target = calendar_target(arguments.id);
    const std::string body = json::calendar_to_json(json::Calendar{arguments.id, arguments.days});
    return tell_change(read_answer(host.send("PUT", target, body)), arguments, terminal);
}

int list_calendars(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const json::Document answer = read_answer(host.send("GET", "/v1/calendars"));
    Table table({"CALENDAR", "DAYS", "WHICH"});
    for (const json::Document &calendar : answer.at("calendars").items()) {
        if (arguments.json) {
            terminal.out << calendar.dump() << '\n';
        } else {
            add_row(table, json::parse_calendar(calendar.dump()), calendar.at("days"));
        }
    }
    if (!arguments.json) table.print(terminal.out);
    return exit_done;
}

int remove_calendar(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    return tell_change(read_answer(host.send("DELETE", calendar_target(arguments.id))), arguments, terminal);
}

} // namespace sample_host::cli
