// read_call.cpp - see read_call.h.
#include "storage/sql/read_call.h"

namespace sample_host::sql {

const Sql cancel_flags_sql{"SELECT id FROM run WHERE owner_incarnation = ?1 AND cancel_requested = 1 "
                           "AND state <> 'closed' ORDER BY id"};

void tell_cancel_flags(Connection &connection, const gs_caller &caller, const gs_answer &answer) {
    if (answer.cancel_requested == nullptr) return;
    Query flags = connection.query(cancel_flags_sql, caller.incarnation);
    while (flags.step()) {
        const gs_id id = flags.id();
        answer.cancel_requested(answer.context, &id);
    }
}

} // namespace sample_host::sql
