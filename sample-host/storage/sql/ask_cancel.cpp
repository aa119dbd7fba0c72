// ask_cancel.cpp - asks for a run's end: a waiting run closes at once, a going one is flagged for its owner.
#include "storage/sql/close_run.h"
#include "storage/sql/fault.h"
#include "storage/sql/operations.h"
#include "storage/sql/run_head.h"

namespace sample_host::sql {

namespace {

const Sql flag_sql{"UPDATE run SET cancel_requested = 1, reason = ?2 WHERE id = ?1"};

} // namespace

ItemAnswer ask_cancel(WriteCall &call, const gs_ask_cancel &item) {
    if (item.reason != GS_REASON_REQUESTED && item.reason != GS_REASON_REPLACED) {
        throw BadItem("a run's end is asked for with the reason requested or replaced, not " +
                      std::to_string(item.reason));
    }
    auto run = find_run(call.connection(), item.run_id);
    if (!run) return answer_of(GS_ITEM_GONE);
    if (run->state == GS_STATE_CLOSED) return answer_about(GS_ITEM_GONE, *run);
    if (run->cancel_requested) return answer_about(GS_ITEM_ALREADY, *run); // whoever asked first has said why
    call.connection().query(flag_sql, run->id, word_of(reason_words, item.reason)).execute();
    if (run->state != GS_STATE_WAITING) return answer_about(GS_ITEM_DONE, *run);
    const JobVersions versions = close_run(call, *run, canceled(call, *run, item.reason));
    run->state = GS_STATE_CLOSED;
    run->outcome = GS_OUTCOME_CANCELED;
    return answer_about(GS_ITEM_DONE, *run, versions);
}

} // namespace sample_host::sql
