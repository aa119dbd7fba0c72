// write_call.cpp - see write_call.h.
#include "storage/sql/write_call.h"

#include <utility>

#include "storage/sql/id_text.h"

namespace sample_host::sql {

namespace {

const Sql caller_sql{"SELECT state = 'alive' FROM replica WHERE incarnation = ?1"};

} // namespace

ItemAnswer answer_of(std::int32_t outcome) {
    ItemAnswer answer;
    answer.result.outcome = outcome;
    return answer;
}

ItemAnswer bad_answer(std::string detail) {
    ItemAnswer answer = answer_of(GS_ITEM_BAD);
    answer.detail = std::move(detail);
    return answer;
}

WriteCall::WriteCall(Connection &connection, const gs_caller &caller)
    : connection_(connection),
      now_(connection.now()),
      instance_(view(caller.instance)),
      incarnation_id_(caller.incarnation),
      incarnation_(id_text(caller.incarnation)) {
    Query replica = connection_.query(caller_sql, incarnation_);
    if (!replica.step()) return;
    caller_alive_ = replica.integer() != 0;
    caller_retired_ = !caller_alive_;
}

} // namespace sample_host::sql
