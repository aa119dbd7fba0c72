// The routes below /v1/calendars. Called on worker threads, several at once; nothing is shared between calls.
#include "api/handlers.h"
#include "api/store_reader.h"
#include "json/calendar_json.h"
#include "json/object_writer.h"

#include <algorithm>

namespace sample_host::api {
namespace {

std::string_view word_of(CalendarChange change) {
    switch (change) {
    case CalendarChange::created:
        return "created";
    case CalendarChange::updated:
        return "updated";
    default:
        return "unchanged";
    }
}

Response changed(int status, std::string_view what) {
    return {status, json::ObjectWriter().text("what", what).finish(), {}, {}};
}

} // namespace

Response list_calendars(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    std::string list = "[";
    for (const StoredCalendar &calendar : StoreReader(exchange.gateway).calendars()) {
        if (list.size() > 1) list += ',';
        list += calendar.json;
    }
    return {200, json::ObjectWriter().raw("calendars", list + ']').finish(), {}, {}};
}

Response put_calendar(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    const json::Calendar calendar = json::parse_calendar(exchange.request.body);
    if (!calendar.name.empty() && calendar.name != exchange.id) {
        throw RequestError(400, "name: the calendar's name is not the one of the path", "name");
    }
    const CalendarChange change = exchange.gateway.storage.set_calendar(exchange.id, calendar.days);
    return changed(change == CalendarChange::created ? 201 : 200, word_of(change));
}

Response get_calendar(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    const auto calendars = StoreReader(exchange.gateway).calendars();
    const auto named = [&](const StoredCalendar &calendar) { return calendar.name == exchange.id; };
    const auto found = std::find_if(calendars.begin(), calendars.end(), named);
    if (found == calendars.end()) throw RequestError(404, "there is no calendar \"" + exchange.id + "\"", "name");
    return {200, found->json, {}, {}};
}

Response delete_calendar(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    exchange.gateway.storage.remove_calendar(exchange.id);
    return changed(200, "removed");
}

} // namespace sample_host::api
