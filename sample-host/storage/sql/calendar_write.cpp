// calendar_write.cpp - see calendar_write.h.
#include "storage/sql/calendar_write.h"

#include <gateway_scheduler/job.h>

#include "loader/day_ranges.h"
#include "storage/restore.h"

namespace sample_host::sql {

namespace {

const Sql find_calendar_sql{"SELECT 1 FROM calendar WHERE name = ?1"};
const Sql read_days_sql{"SELECT first_day, last_day FROM calendar_day_range WHERE calendar = ?1 ORDER BY first_day"};
const Sql put_calendar_sql{"INSERT INTO calendar (name, version) VALUES (?1, ?2) "
                           "ON CONFLICT (name) DO UPDATE SET version = excluded.version"};
const Sql drop_days_sql{"DELETE FROM calendar_day_range WHERE calendar = ?1"};
const Sql insert_days_sql{"INSERT INTO calendar_day_range (calendar, first_day, last_day) VALUES (?1, ?2, ?3)"};
const Sql drop_calendar_sql{"DELETE FROM calendar WHERE name = ?1"};

// C0, DEL, and C1 as UTF-8 has it: as for a job's id.
bool has_control_character(const std::string &text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return true;
        if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    }
    return false;
}

[[noreturn]] void refuse(const std::string &sentence) {
    throw CalendarRefused(CalendarRefused::Why::invalid, sentence);
}

void check_name(const std::string &name) {
    if (name.empty()) refuse("the calendar's name is empty; expected 1 to 255 bytes");
    if (name.size() > GS_MAX_ID_SIZE) {
        refuse("the calendar's name has " + std::to_string(name.size()) + " bytes; expected 1 to 255");
    }
    if (has_control_character(name)) refuse("the calendar's name has a control character; expected none");
}

void check_days(const std::vector<gs_day_range> &days) {
    for (const gs_day_range &range : days) {
        if (range.first_day > range.last_day) refuse("a range of the calendar's days ends before it begins");
        if (range.first_day < earliest_day || range.last_day > latest_day) {
            refuse("the calendar has a day outside of 1970-01-01 to 2199-12-31");
        }
    }
}

bool has_days(Connection &connection, const std::string &name, const std::vector<gs_day_range> &days) {
    std::size_t same = 0;
    Query present = connection.query(read_days_sql, name);
    while (present.step()) {
        if (same == days.size()) return false;
        const std::int64_t first = present.integer();
        if (first != days[same].first_day || present.integer() != days[same].last_day) return false;
        ++same;
    }
    return same == days.size();
}

} // namespace

// The lowest id, so that the sentence stays the same.
const Sql naming_jobs_sql{"SELECT id FROM job WHERE calendars <> '[]' AND {calendars name ?1} ORDER BY id LIMIT 1"};

bool has_calendar_row(Connection &connection, const std::string &name) {
    return connection.query(find_calendar_sql, name).step();
}

CalendarChange set_calendar_rows(Connection &connection, const std::string &name,
                                 const std::vector<gs_day_range> &days) {
    check_calendar(name, days);
    const std::vector<gs_day_range> merged = merged_days(days);
    const bool present = has_calendar_row(connection, name);
    if (present && has_days(connection, name, merged)) return CalendarChange::unchanged;
    connection.query(put_calendar_sql, name, connection.next_version()).execute();
    connection.query(drop_days_sql, name).execute();
    for (const gs_day_range &range : merged) {
        connection.query(insert_days_sql, name, range.first_day, range.last_day).execute();
    }
    return present ? CalendarChange::updated : CalendarChange::created;
}

void remove_calendar_rows(Connection &connection, const std::string &name) {
    if (!has_calendar_row(connection, name)) {
        throw CalendarRefused(CalendarRefused::Why::missing, "there is no calendar \"" + name + "\"");
    }
    Query naming = connection.query(naming_jobs_sql, name);
    if (naming.step()) {
        const std::string job(naming.text());
        throw CalendarRefused(CalendarRefused::Why::named_by_a_job,
                              "the calendar \"" + name + "\" cannot be removed: the job \"" + job + "\" names it");
    }
    connection.query(drop_calendar_sql, name).execute();
}

} // namespace sample_host::sql

namespace sample_host {

void check_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    sql::check_name(name);
    sql::check_days(days);
    const std::size_t ranges = merged_days(days).size();
    if (ranges > most_ranges_of_a_calendar) {
        sql::refuse("the calendar has " + std::to_string(ranges) + " ranges of days; expected 10000 at most");
    }
}

} // namespace sample_host
