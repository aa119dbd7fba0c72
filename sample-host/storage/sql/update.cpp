// update.cpp - moves a run from state to state, fenced by its epoch and owner.
#include "storage/sql/close_run.h"
#include "storage/sql/fault.h"
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/run_head.h"

namespace sample_host::sql {

namespace {

const Sql to_running_sql{"UPDATE run SET state = 'running', started_at = coalesce(started_at, ?2), attempt_spent = 1, "
                         "wake_at = NULL WHERE id = ?1"};
const Sql to_waiting_sql{"UPDATE run SET state = 'waiting', wake_at = ?2, attempt_spent = ?3 WHERE id = ?1"};
const Sql announce_sql{"UPDATE run SET announced = ?2, wake_at = ?3 WHERE id = ?1"};
const Sql late_result_sql{"UPDATE run SET late_result = ?2 WHERE id = ?1"};

// The run stays closed: announced and wake_at are written, or its late result.
bool is_of_closed(const gs_update &item) {
    return item.from_states == GS_STATE_CLOSED && item.to_state == GS_STATE_CLOSED;
}

bool is_late_result(const gs_update &item) {
    return is_of_closed(item) && item.late_result != 0;
}

bool is_in_place(const gs_update &item, const RunHead &run) {
    if (is_late_result(item)) return run.state == GS_STATE_CLOSED && run.late_result != 0;
    const bool announced = item.announced != 0;
    switch (item.to_state) {
    case GS_STATE_RUNNING:
        return run.state == GS_STATE_RUNNING;
    case GS_STATE_WAITING:
        // The cancel flag turns this very item into a close.
        if (run.cancel_requested) return run.state == GS_STATE_CLOSED && run.outcome == GS_OUTCOME_CANCELED;
        return run.state == GS_STATE_WAITING && run.wake_at == item.wake_at &&
               run.attempt_spent == (item.attempt_spent != 0);
    default:
        return run.state == GS_STATE_CLOSED && (is_of_closed(item) || run.outcome == item.outcome) &&
               run.announced == announced && run.wake_at == item.wake_at;
    }
}

ItemAnswer already(WriteCall &call, const gs_update &item, const RunHead &run) {
    ItemAnswer answer = answer_about(GS_ITEM_ALREADY, run);
    if (run.state == GS_STATE_CLOSED) answer.result.at = run.finished_at;
    if (item.to_state == GS_STATE_CLOSED) {
        answer.result.version = present_version(call.connection(), run.job_id);
    }
    return answer;
}

JobVersions to_running(WriteCall &call, const gs_update &item, RunHead &run) {
    call.connection().query(to_running_sql, run.id, Time{item.started_at}).execute();
    run.state = GS_STATE_RUNNING;
    return {};
}

JobVersions to_closed(WriteCall &call, RunHead &run, const Closing &closing) {
    const JobVersions versions = close_run(call, run, closing);
    run.state = GS_STATE_CLOSED;
    run.outcome = closing.outcome;
    return versions;
}

JobVersions to_waiting(WriteCall &call, const gs_update &item, RunHead &run) {
    if (run.cancel_requested) return to_closed(call, run, canceled(call, run, GS_REASON_REQUESTED));
    const int spent = item.attempt_spent != 0 ? 1 : 0;
    call.connection().query(to_waiting_sql, run.id, Time{item.wake_at}, spent).execute();
    run.state = GS_STATE_WAITING;
    return {};
}

JobVersions to_announced(WriteCall &call, const gs_update &item, const RunHead &run) {
    const int announced = item.announced != 0 ? 1 : 0;
    call.connection().query(announce_sql, run.id, announced, Time{item.wake_at}).execute();
    return arm_job(call, run, item.next_fire);
}

JobVersions to_late_result(WriteCall &call, const gs_update &item, const RunHead &run) {
    call.connection().query(late_result_sql, run.id, word_of(late_result_words, item.late_result)).execute();
    return {};
}

JobVersions move(WriteCall &call, const gs_update &item, RunHead &run) {
    if (item.to_state == GS_STATE_RUNNING) return to_running(call, item, run);
    if (item.to_state == GS_STATE_WAITING) return to_waiting(call, item, run);
    if (is_late_result(item)) return to_late_result(call, item, run);
    if (run.state == GS_STATE_CLOSED) return to_announced(call, item, run);
    return to_closed(call, run,
                     Closing{.outcome = item.outcome,
                             .reason = item.reason,
                             .announced = item.announced != 0,
                             .wake_at = item.wake_at,
                             .next_fire = item.next_fire,
                             .started_at = item.started_at,
                             .error = item.error,
                             .output = item.output,
                             .output_truncated = item.output_truncated != 0});
}

} // namespace

ItemAnswer update(WriteCall &call, const gs_update &item) {
    word_of(state_words, item.to_state);
    if (item.to_state == GS_STATE_CLAIMED) throw BadItem("an update cannot make a run claimed: that is for begin");
    auto run = find_run(call.connection(), item.run_id);
    if (!run) return answer_of(GS_ITEM_GONE);
    if (run->epoch != item.epoch || run->owner_incarnation != call.incarnation()) {
        return answer_about(GS_ITEM_CONFLICT, *run);
    }
    if (is_in_place(item, *run)) return already(call, item, *run);
    const bool closed = run->state == GS_STATE_CLOSED;
    // Closed is final: the only way on is to closed, whatever the item names.
    if ((run->state & item.from_states) == 0 || (closed && item.to_state != GS_STATE_CLOSED)) {
        return answer_about(closed ? GS_ITEM_GONE : GS_ITEM_CONFLICT, *run);
    }
    const JobVersions versions = move(call, item, *run);
    return answer_about(GS_ITEM_DONE, *run, versions);
}

} // namespace sample_host::sql
