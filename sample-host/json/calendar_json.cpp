// Thread-safe: pure functions.
#include "json/calendar_json.h"

#include "loader/contract.h"
#include "loader/day_ranges.h"
#include "json/day.h"
#include "json/document.h"
#include "json/invalid_input.h"
#include "json/object_writer.h"

#include <algorithm>
#include <span>

namespace sample_host::json {
namespace {

std::string to_json(std::string_view name, std::span<const gs_day_range> days) {
    std::string list = "[";
    for (const gs_day_range &range : days) {
        if (list.size() > 1) list += ',';
        append_quoted(list, format_days(range));
    }
    return ObjectWriter().text("name", name).raw("days", list + ']').finish();
}

void read_member(Calendar &calendar, std::string_view key, const Document &value) {
    if (key == "name") {
        calendar.name = value.text();
    } else {
        for (const Document &days : value.items()) calendar.days.push_back(parse_days(days.text()));
    }
}

} // namespace

std::string calendar_to_json(const gs_calendar &calendar) {
    const auto count = static_cast<std::size_t>(calendar.day_range_count);
    return to_json(view(calendar.name), std::span(calendar.day_ranges, count));
}

std::string calendar_to_json(const Calendar &calendar) {
    return to_json(calendar.name, calendar.days);
}

Calendar parse_calendar(std::string_view text) {
    const Document document = Document::parse(text);
    if (document.kind() != Document::Kind::object) {
        throw InvalidInput("a calendar is a JSON object, found " + std::string(kind_name(document.kind())));
    }
    Calendar calendar;
    bool has_days = false;
    for (const auto &[key, value] : document.members()) {
        const std::string name(key);
        if (key != "name" && key != "days") throw InvalidInput("unknown key \"" + name + "\" in the calendar", name);
        try {
            read_member(calendar, key, value);
        } catch (const InvalidInput &error) {
            throw InvalidInput(name + ": " + error.what(), name);
        }
        has_days = has_days || key == "days";
    }
    if (!has_days) throw InvalidInput("the key \"days\" is missing", "days");
    return calendar;
}

void add_exclusion(std::vector<Calendar> &calendars, std::string_view text) {
    const std::size_t equals = text.rfind('=');
    const bool named = equals != std::string_view::npos;
    const std::string_view name = named ? text.substr(0, equals) : unnamed_exclusions;
    if (name.empty()) throw InvalidInput("\"" + std::string(text) + "\" has no name before the =");
    const gs_day_range days = parse_days(named ? text.substr(equals + 1) : text);
    const auto same = [name](const Calendar &calendar) { return calendar.name == name; };
    auto found = std::find_if(calendars.begin(), calendars.end(), same);
    if (found == calendars.end()) found = calendars.insert(calendars.end(), Calendar{std::string(name), {}});
    found->days.push_back(days);
}

LentCalendars::LentCalendars(const std::vector<Calendar> &calendars) {
    for (const Calendar &calendar : calendars) {
        const auto &days = days_.emplace_back(merged_days(calendar.days));
        gs_calendar &row = rows_.emplace_back();
        row.struct_size = sizeof(row);
        row.name = lend(calendar.name);
        row.version = 1;
        row.day_ranges = days.data();
        row.day_range_count = static_cast<int32_t>(days.size());
    }
}

} // namespace sample_host::json
