// write_call.cpp - see write_call.h.
#include "storage/sqlite/write_call.h"

#include <stdexcept>
#include <utility>

#include "storage/sqlite/id_text.h"

namespace sample_host::sqlite {

namespace {

const Sql caller_sql{"SELECT state = 'alive' FROM replica WHERE incarnation = ?1"};
const Sql read_sequence{"SELECT last_version FROM sequence WHERE one = 1"};
const Sql write_sequence{"UPDATE sequence SET last_version = ?1 WHERE one = 1"};

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

WriteCall::WriteCall(Connection &connection, const gs_caller &caller, std::int64_t now)
    : connection_(connection),
      now_(now),
      instance_(view(caller.instance)),
      incarnation_id_(caller.incarnation),
      incarnation_(id_text(caller.incarnation)) {
    Query replica = connection_.query(caller_sql, incarnation_);
    if (!replica.step()) return;
    caller_alive_ = replica.integer() != 0;
    caller_retired_ = !caller_alive_;
}

std::int64_t WriteCall::next_version() {
    if (!version_taken_) {
        Query sequence = connection_.query(read_sequence);
        if (!sequence.step()) throw std::runtime_error("the row of the store's sequence of versions is missing");
        last_version_ = sequence.integer();
        version_taken_ = true;
    }
    return ++last_version_;
}

void WriteCall::finish() {
    if (version_taken_) connection_.query(write_sequence, last_version_).execute();
}

} // namespace sample_host::sqlite
