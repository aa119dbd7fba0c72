// remove_job.cpp - deletes a job and keeps its history.
#include "storage/sql/hold.h"
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/record_write.h"

namespace sample_host::sql {

namespace {

const Sql delete_job_sql{"DELETE FROM job WHERE id = ?1"};

} // namespace

ItemAnswer remove_job(WriteCall &call, const gs_remove_job &item) {
    const auto job = find_job(call.connection(), view(item.id));
    if (!job) return answer_of(GS_ITEM_GONE);
    if (job->version != item.version) return answer_of(GS_ITEM_CONFLICT);
    const bool is_due = job->next_fire != GS_NO_TIME && job->next_fire <= call.now();
    const bool left_behind = is_due && !covers(item.record, job->next_fire);
    if (left_behind && decodable(call.connection(), view(item.id))) return answer_of(GS_ITEM_STALE);
    check_record(call, item.record);

    close_waiting_runs(call, view(item.id));
    ItemAnswer answer = answer_of(GS_ITEM_DONE);
    answer.result.version = call.next_version();
    call.connection().query(delete_job_sql, item.id).execute();
    insert_record(call, item.record, job->generation);
    count_open_runs(call, view(item.id), answer.result);
    return answer;
}

} // namespace sample_host::sql
