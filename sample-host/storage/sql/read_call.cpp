// read_call.cpp - see read_call.h.
#include "storage/sql/read_call.h"

namespace sample_host::sql {

const Sql cancel_flags_sql{"SELECT id FROM run WHERE owner_incarnation = ?1 AND cancel_requested = 1 "
                           "AND {open, to cancel} ORDER BY id"};

const Sql caller_sql{"SELECT state = 'alive' FROM replica WHERE incarnation = ?1"};

std::optional<bool> read_caller(Query query) {
    if (!query.step()) return std::nullopt;
    return query.integer() != 0;
}

std::vector<gs_id> read_flags(Query query) {
    std::vector<gs_id> flags;
    while (query.step()) flags.push_back(query.id());
    return flags;
}

void tell_flags(const std::vector<gs_id> &flags, const gs_answer &answer) {
    if (answer.cancel_requested == nullptr) return;
    for (const gs_id &id : flags) answer.cancel_requested(answer.context, &id);
}

std::vector<gs_id> Connection::commit_with_flags(const gs_id &caller) {
    std::vector<gs_id> flags = read_flags(query(cancel_flags_sql, caller));
    commit();
    return flags;
}

} // namespace sample_host::sql
