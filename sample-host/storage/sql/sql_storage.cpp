// sql_storage.cpp - see sql_storage.h.
#include "storage/sql/sql_storage.h"

#include "storage/sql/calendar_write.h"
#include "storage/sql/notice.h"
#include "storage/sql/table.h"

namespace sample_host::sql {

namespace {

// The host itself writes, which is nobody's incarnation. `name`: what nobody else writes meanwhile.
template <class Write>
void write_alone(Database &database, std::string_view name, Write write) {
    const Lent connection = database.lend(Use::writing);
    Transaction transaction(*connection, Use::writing);
    Locks locks{gs_caller{}};
    locks.names.push_back(name);
    connection->lock(locks);
    write(*connection);
    transaction.commit();
}

} // namespace

SqlStorage::SqlStorage(bool exclusive) : table_(make_table(*this, exclusive)) {}

bool SqlStorage::has_calendar(const std::string &name) {
    const Lent connection = lend(Use::reading);
    Transaction transaction(*connection, Use::reading);
    const bool has = has_calendar_row(*connection, name);
    transaction.commit();
    return has;
}

CalendarChange SqlStorage::set_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    CalendarChange change = CalendarChange::unchanged;
    write_alone(*this, name, [&](Connection &connection) { change = set_calendar_rows(connection, name, days); });
    return change;
}

void SqlStorage::remove_calendar(const std::string &name) {
    write_alone(*this, name, [&](Connection &connection) { remove_calendar_rows(connection, name); });
}

void SqlStorage::insert_notice(const gs_notice &notice) {
    write_alone(*this, {}, [&](Connection &connection) { insert_notice_row(connection, notice, connection.now()); });
}

} // namespace sample_host::sql
