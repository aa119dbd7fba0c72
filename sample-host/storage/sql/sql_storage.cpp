// sql_storage.cpp - see sql_storage.h.
#include "storage/sql/sql_storage.h"

#include <exception>
#include <stdexcept>

#include "storage/sql/calendar_write.h"
#include "storage/sql/inside_call.h"
#include "storage/sql/notice.h"
#include "storage/sql/table.h"

namespace sample_host::sql {

namespace {

// With faults in the database's own words.
template <class Body>
void judged(Database &database, Body body) {
    try {
        const InsideCall inside(database);
        body();
    } catch (const CalendarRefused &) {
        throw;
    } catch (const std::exception &fault) {
        throw std::runtime_error(database.judge(fault).sentence);
    }
}

// The host itself writes, which is nobody's incarnation. `name`: what nobody else writes meanwhile, if it has one.
template <class Write>
void write_alone(Database &database, std::string_view name, Write write) {
    judged(database, [&] {
        const Lent connection = database.lend(Use::writing);
        Locks locks{gs_caller{}};
        if (!name.empty()) locks.names.push_back(name);
        Transaction transaction(*connection, locks);
        write(*connection, transaction.opening().now);
        transaction.commit();
    });
}

} // namespace

SqlStorage::SqlStorage(bool exclusive) : table_(make_table(*this, exclusive)) {}

bool SqlStorage::has_calendar(const std::string &name) {
    bool has = false;
    judged(*this, [&] {
        const Lent connection = lend(Use::reading);
        Transaction transaction(*connection);
        has = has_calendar_row(*connection, name);
        transaction.commit();
    });
    return has;
}

CalendarChange SqlStorage::set_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    CalendarChange change = CalendarChange::unchanged;
    write_alone(*this, name,
                [&](Connection &connection, std::int64_t) { change = set_calendar_rows(connection, name, days); });
    return change;
}

void SqlStorage::remove_calendar(const std::string &name) {
    write_alone(*this, name, [&](Connection &connection, std::int64_t) { remove_calendar_rows(connection, name); });
}

void SqlStorage::insert_notice(const gs_notice &notice) {
    write_alone(*this, {},
                [&](Connection &connection, std::int64_t now) { insert_notice_row(connection, notice, now); });
}

} // namespace sample_host::sql
