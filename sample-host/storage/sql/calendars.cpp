// calendars.cpp - the named sets of excluded days that the host keeps.
#include <cstdint>
#include <vector>

#include "storage/sql/reads.h"

namespace sample_host::sql {

namespace {

const Sql calendars_sql{"SELECT name, version FROM calendar ORDER BY name"};
const Sql day_ranges_sql{"SELECT first_day, last_day FROM calendar_day_range WHERE calendar = ?1 ORDER BY first_day"};

} // namespace

void read_calendars(Connection &connection, const gs_answer &answer) {
    if (answer.calendar == nullptr) return;
    Query calendars = connection.query(calendars_sql);
    while (calendars.step()) {
        gs_calendar row{};
        row.struct_size = sizeof row;
        row.name = calendars.borrowed_text();
        row.version = calendars.integer();
        std::vector<gs_day_range> days;
        Query ranges = connection.query(day_ranges_sql, row.name);
        while (ranges.step()) {
            const std::int64_t first = ranges.integer();
            days.push_back(gs_day_range{first, ranges.integer()});
        }
        row.day_range_count = static_cast<std::int32_t>(days.size());
        row.day_ranges = days.data();
        answer.calendar(answer.context, &row);
    }
}

} // namespace sample_host::sql
