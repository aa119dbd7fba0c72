// disable_job.cpp - pauses a job on behalf of the scheduler, even one whose row cannot be decoded.
#include "storage/sql/fault.h"
#include "storage/sql/hold.h"
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/record_write.h"

namespace sample_host::sql {

namespace {

const Sql disable_sql{"UPDATE job SET version = ?2, paused = 1, disabled = 1, pause_reason = ?3, fire_at = NULL, "
                      "look_at = NULL WHERE id = ?1"};

} // namespace

ItemAnswer disable_job(WriteCall &call, const gs_disable_job &item) {
    if (item.record == nullptr) throw BadItem("a job is disabled with a record, and the item carries none");
    ItemAnswer answer = answer_of(GS_ITEM_DONE);
    if (is_recorded(call, item.record)) {
        answer.result.outcome = GS_ITEM_ALREADY;
        answer.result.version = present_version(call.connection(), view(item.id));
        count_open_runs(call, view(item.id), answer.result);
        return answer;
    }
    const auto job = find_job(call.connection(), view(item.id));
    if (!job) return answer_of(GS_ITEM_GONE);
    if (job->version != item.version) return answer_of(GS_ITEM_CONFLICT);
    check_record(call, item.record);

    close_waiting_runs(call, view(item.id));
    answer.result.version = call.next_version();
    call.connection().query(disable_sql, item.id, answer.result.version, item.reason).execute();
    insert_record(call, item.record, job->generation);
    count_open_runs(call, view(item.id), answer.result);
    return answer;
}

} // namespace sample_host::sql
