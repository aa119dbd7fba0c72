// write_call.cpp - see write_call.h.
#include "storage/sql/write_call.h"

#include <utility>

#include "storage/sql/id_text.h"

namespace sample_host::sql {

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

WriteCall::WriteCall(Connection &connection, const gs_caller &caller, const Opening &opening)
    : connection_(connection),
      now_(opening.now),
      instance_(view(caller.instance)),
      incarnation_id_(caller.incarnation),
      incarnation_(id_text(caller.incarnation)),
      caller_alive_(opening.caller_alive.value_or(false)),
      caller_retired_(opening.caller_alive.has_value() && !caller_alive_) {}

} // namespace sample_host::sql
