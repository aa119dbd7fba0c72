// calendar_write.h - sets and removes a calendar.
// Thread-safety: the caller holds the connection; to write, the writing one in a transaction. What throws has written
// nothing.
#pragma once

#include <string>
#include <vector>

#include "storage/sql/connection.h"
#include "storage/storage.h"

namespace sample_host::sql {

extern const Sql naming_jobs_sql;

bool has_calendar_row(Connection &connection, const std::string &name);
CalendarChange set_calendar_rows(Connection &connection, const std::string &name,
                                 const std::vector<gs_day_range> &days);
void remove_calendar_rows(Connection &connection, const std::string &name);

} // namespace sample_host::sql
