// told_rows.h - the rows that a statement for many items is about, found by their ids whatever the planner believes.
//
// The items are arrays, of which the planner knows nothing, and a plan is kept for as long as its connection is open.
// Joined by id it may look for the open runs first, which are few in an empty table and thousands in a busy one. So
// each item looks its row up by itself, and the update goes by the row's address: no index leads to that. Conditions on
// indexed columns are put to what was looked up. That is the present row for whoever has locked it before; for whoever
// has not, a row that somebody writes meanwhile has another address when it is his turn, and his statement leaves it
// alone.
#pragma once

#include <string>

namespace sample_host::postgresql {

// For FROM, named item: the columns of the arrays, of which the first is the id, `place` from 1 on, `address` to
// compare the table's ctid with, and what else is wanted of the row, as "column AS name" behind a comma.
inline std::string told_rows(const std::string &arrays, const std::string &columns, const std::string &table,
                             const std::string &wanted = "") {
    const std::string id = columns.substr(0, columns.find(','));
    return "(SELECT told.*, found.* FROM unnest(" + arrays + ") WITH ORDINALITY AS told (" + columns +
           ", place) CROSS JOIN LATERAL (SELECT ctid AS address" + wanted + " FROM " + table + " WHERE " + table +
           ".id = told." + id + " LIMIT 1) AS found) AS item";
}

// Of runs: whether the item's writer may write them.
inline const std::string run_as_found = ", epoch AS present_epoch, owner_incarnation AS owner, state AS present_state";
inline const std::string run_of_caller = " WHERE run.ctid = item.address AND item.present_epoch = item.epoch "
                                         "AND item.owner = ?3 ";

} // namespace sample_host::postgresql
