// pass.cpp - advances a job past instants that do not run, with their record; says when to look again; or writes times
// that were computed anew.
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/record_write.h"

namespace sample_host::sql {

namespace {

const Sql look_again_sql{"UPDATE job SET version = ?2, look_at = ?3 WHERE id = ?1"};
// The cursor never goes back, or an instant would come back.
const Sql advance_sql{"UPDATE job SET version = ?2, look_at = ?3, next_fire = ?4, fire_at = ?5, "
                      "cursor = CASE WHEN ?6 > cursor THEN ?6 ELSE coalesce(cursor, ?6) END WHERE id = ?1"};
const Sql rederive_sql{"UPDATE job SET version = ?2, look_at = ?3, next_fire = ?4, fire_at = ?5, tzdata_version = ?6 "
                       "WHERE id = ?1"};

// Computed anew with other zone data or calendars: nothing is passed, so the cursor stays.
ItemAnswer rederive(WriteCall &call, const gs_pass &item, const JobHead &job) {
    if (job.next_fire != GS_NO_TIME && job.next_fire <= call.now()) return answer_of(GS_ITEM_STALE);
    check_record(call, item.record);
    ItemAnswer answer = answer_of(GS_ITEM_DONE);
    answer.result.version = call.next_version();
    call.connection()
        .query(rederive_sql, item.job_id, answer.result.version, Time{item.look_at}, Time{item.next_fire},
               Time{item.fire_at}, item.tzdata_version)
        .execute();
    insert_record(call, item.record, job.generation);
    return answer;
}

} // namespace

ItemAnswer pass(WriteCall &call, const gs_pass &item) {
    ItemAnswer answer = answer_of(GS_ITEM_DONE);
    Connection &connection = call.connection();
    if (is_recorded(call, item.record)) {
        answer.result.outcome = GS_ITEM_ALREADY;
        answer.result.version = present_version(connection, view(item.job_id));
        return answer;
    }
    const auto job = find_job(connection, view(item.job_id));
    if (!job) return answer_of(GS_ITEM_GONE);
    if (job->version != item.version) return answer_of(GS_ITEM_CONFLICT);
    if (item.rederive != 0) return rederive(call, item, *job);
    if (item.record != nullptr && item.record->last_due > call.now()) return answer_of(GS_ITEM_EARLY);
    check_record(call, item.record);

    const std::int64_t version = call.next_version();
    if (item.record == nullptr) {
        connection.query(look_again_sql, item.job_id, version, Time{item.look_at}).execute();
    } else {
        connection
            .query(advance_sql, item.job_id, version, Time{item.look_at}, Time{item.next_fire}, Time{item.fire_at},
                   Time{item.record->last_due})
            .execute();
        insert_record(call, item.record, job->generation);
    }
    answer.result.version = version;
    return answer;
}

} // namespace sample_host::sql
